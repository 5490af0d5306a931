#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "app/import/kinds.h"
#include "core/result.h"

namespace homing {

// One line of a document: its cells, or why it cannot be read.
struct ImportRow {
    std::uint64_t line = 0;
    ImportCells cells;
    std::string problem;  // empty: the cells hold
};

// Reads CSV (RFC 4180, first line names the columns) or JSON lines from a file, one row at a time,
// in bounded memory. Which of the two it is, the first character tells: "{" starts JSON lines.
class RowReader {
  public:
    static constexpr std::size_t kLineMax = 64 << 10;

    // The kind must outlive the reader. kInvalid when the header names a column the kind does not
    // know or misses one it needs.
    static Result<RowReader> open(const std::filesystem::path& file, const ImportKind& kind);

    // Reads the next row, good or bad, into `row`, whose memory is used again; false at the end.
    bool next(ImportRow& row);

    // Goes on where another reader of the same file stood after a row.
    void seek(std::uint64_t bytes_read, std::uint64_t line);

    std::uint64_t line() const { return line_; }
    std::uint64_t bytes_read() const { return bytes_read_; }
    std::uint64_t size() const { return size_; }

  private:
    // How a line ended.
    enum class End { kLineFeed, kFile, kNothing };
    bool fill();
    End read_line(std::string& line, bool& too_long);
    Result<void> read_header();
    void take_json(ImportRow& row);
    void take_csv(ImportRow& row, End end);
    // Splits the record that starts with text_ into fields_; reads on while a quote is open.
    Result<void> split_fields(End& end);
    std::string& next_field();

    const ImportKind* kind_ = nullptr;
    std::ifstream in_;
    std::vector<char> buffer_;
    std::size_t at_ = 0;  // in buffer_: the next byte
    std::size_t end_ = 0;
    std::uint64_t size_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::uint64_t line_ = 0;
    bool json_ = false;
    std::vector<std::size_t> columns_;  // of the file: where each stands in the kind
    std::string text_;                  // the line being read
    std::vector<std::string> fields_;   // kept longer than field_count_ for their memory
    std::size_t field_count_ = 0;
};

}  // namespace homing
