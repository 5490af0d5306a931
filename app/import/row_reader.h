#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "app/import/kinds.h"
#include "core/json.h"

namespace homing {

// One line of a document: its fields as texts, or why it cannot be read.
struct ImportRow {
    std::uint64_t line = 0;
    Json fields = Json::object();
    std::string problem;  // empty: fields hold
};

// Reads CSV (RFC 4180, first line names the columns) or JSON lines from a file, one row at a time,
// in bounded memory. Which of the two it is, the first character tells: "{" starts JSON lines.
class RowReader {
  public:
    static constexpr std::size_t kLineMax = 64 << 10;

    // kInvalid when the header names a column the kind does not know or misses one it needs.
    static Result<RowReader> open(const std::filesystem::path& file, const ImportKind& kind);

    // The next row, good or bad; nullopt at the end.
    std::optional<ImportRow> next();

    std::uint64_t bytes_read() const { return bytes_read_; }
    std::uint64_t size() const { return size_; }

  private:
    // How a line ended.
    enum class End { kLineFeed, kFile, kNothing };
    End read_line(std::string& line, bool& too_long);
    Result<void> read_header(const ImportKind& kind);
    std::optional<ImportRow> next_json();
    std::optional<ImportRow> next_csv();
    // The cells of the record that starts with this line; reads on while a quote is open.
    Result<std::vector<std::string>> read_cells(std::string line, End& end);

    std::ifstream in_;
    std::uint64_t size_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::uint64_t line_ = 0;
    bool json_ = false;
    std::vector<std::string> columns_;
};

}  // namespace homing
