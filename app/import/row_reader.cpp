#include "app/import/row_reader.h"

#include <algorithm>

#include "core/utf8.h"

namespace homing {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr const char* kHalfWritten =
    "the last line has no line feed at its end: the file may be half-written (add one if it is "
    "complete)";

// A JSON value as the text a CSV cell would hold; nullopt for nested values.
std::optional<std::string> cell_text(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_integer() || value.is_boolean()) return value.dump();
    if (!value.is_array()) return std::nullopt;
    std::string joined;
    for (const Json& element : value) {
        if (!element.is_string()) return std::nullopt;
        joined += (joined.empty() ? "" : " ") + element.get<std::string>();
    }
    return joined;
}

std::string only_spaces_left(const std::string& line) {
    return line.find_first_not_of(" \t") == std::string::npos ? "" : line;
}

}  // namespace

RowReader::End RowReader::read_line(std::string& line, bool& too_long) {
    line.clear();
    too_long = false;
    int c = 0;
    while ((c = in_.get()) != std::ifstream::traits_type::eof()) {
        ++bytes_read_;
        if (c == '\n') break;
        if (line.size() < kLineMax)
            line.push_back(static_cast<char>(c));
        else
            too_long = true;
    }
    const bool at_end = c == std::ifstream::traits_type::eof();
    if (at_end && line.empty()) return End::kNothing;
    ++line_;
    if (!at_end && !line.empty() && line.back() == '\r') line.pop_back();
    return at_end ? End::kFile : End::kLineFeed;
}

Result<RowReader> RowReader::open(const std::filesystem::path& file, const ImportKind& kind) {
    RowReader reader;
    std::error_code error;
    reader.size_ = std::filesystem::file_size(file, error);
    reader.in_.open(file, std::ios::binary);
    if (error || !reader.in_) return not_found("cannot read " + file.string());
    std::string mark(3, '\0');
    reader.in_.read(mark.data(), 3);
    if (mark == kByteOrderMark) {
        reader.bytes_read_ = 3;
    } else {
        reader.in_.clear();
        reader.in_.seekg(0);
    }
    const int first = reader.in_.peek();
    reader.json_ = first == '{';
    if (first == std::ifstream::traits_type::eof() || reader.json_) return reader;
    if (Result<void> header = reader.read_header(kind); !header) {
        return within(file.string() + ":1", header.error());
    }
    return reader;
}

Result<void> RowReader::read_header(const ImportKind& kind) {
    std::string line;
    bool too_long = false;
    End end = read_line(line, too_long);
    if (too_long) return invalid("the header is longer than 64 KiB");
    Result<std::vector<std::string>> cells = read_cells(line, end);
    if (!cells) return cells.error();
    for (const std::string& name : *cells) {
        if (std::ranges::find(kind.columns, name, &ImportColumn::name) == kind.columns.end()) {
            return invalid("\"" + name.substr(0, 80) + "\" is not a column of " +
                           std::string(kind.name) + " (docs/import.md lists them)");
        }
        if (std::ranges::count(*cells, name) > 1)
            return invalid("column " + name + " stands there twice");
    }
    for (const ImportColumn& column : kind.columns) {
        if (column.required && std::ranges::find(*cells, column.name) == cells->end()) {
            return invalid("column " + std::string(column.name) + " is missing");
        }
    }
    columns_ = std::move(*cells);
    return {};
}

std::optional<ImportRow> RowReader::next() {
    return json_ ? next_json() : next_csv();
}

std::optional<ImportRow> RowReader::next_json() {
    std::string line;
    bool too_long = false;
    End end;
    do {
        end = read_line(line, too_long);
        if (end == End::kNothing) return std::nullopt;
    } while (!too_long && only_spaces_left(line).empty());
    ImportRow row{.line = line_};
    if (too_long)
        row.problem = "the line is longer than 64 KiB";
    else if (end == End::kFile)
        row.problem = kHalfWritten;
    if (!row.problem.empty()) return row;
    const Result<Json> json = parse_json(line, 4);
    if (!json || !json->is_object()) {
        row.problem = json ? "the line is not a JSON object" : json.error().message;
        return row;
    }
    for (const auto& [name, value] : json->items()) {
        if (value.is_null()) continue;
        const std::optional<std::string> text = cell_text(value);
        if (!text)
            row.problem = name.substr(0, 80) + ": must be a text, a number or a list of texts";
        else if (!text->empty())
            row.fields[name] = *text;
    }
    return row;
}

std::optional<ImportRow> RowReader::next_csv() {
    std::string line;
    bool too_long = false;
    End end;
    do {
        end = read_line(line, too_long);
        if (end == End::kNothing) return std::nullopt;
    } while (!too_long && only_spaces_left(line).empty());
    ImportRow row{.line = line_};
    if (too_long) {
        row.problem = "the line is longer than 64 KiB";
        return row;
    }
    const Result<std::vector<std::string>> cells = read_cells(std::move(line), end);
    if (!cells)
        row.problem = cells.error().message;
    else if (!std::ranges::all_of(*cells, [](const std::string& cell) { return is_utf8(cell); }))
        row.problem = "is not UTF-8";
    else if (end == End::kFile)
        row.problem = kHalfWritten;
    else if (cells->size() != columns_.size()) {
        row.problem = "has " + std::to_string(cells->size()) + " fields, the header " +
                      std::to_string(columns_.size());
    }
    if (!row.problem.empty()) return row;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!(*cells)[i].empty()) row.fields[columns_[i]] = (*cells)[i];
    }
    return row;
}

Result<std::vector<std::string>> RowReader::read_cells(std::string line, End& end) {
    std::vector<std::string> cells(1);
    bool quoted = false;  // inside quotes
    bool closed = false;  // just after a closing quote
    for (std::size_t i = 0;; ++i) {
        if (i == line.size() && quoted) {
            bool too_long = false;
            std::string more;
            if (end != End::kLineFeed || (end = read_line(more, too_long)) == End::kNothing) {
                return invalid("a quoted field is not closed; the file may be half-written");
            }
            if (too_long || line.size() + more.size() > kLineMax) {
                return invalid("the record is longer than 64 KiB");
            }
            line += "\n" + more;
        }
        if (i == line.size()) return cells;
        const char c = line[i];
        if (quoted) {
            if (c != '"')
                cells.back().push_back(c);
            else if (i + 1 < line.size() && line[i + 1] == '"')
                cells.back().push_back(line[++i]);
            else
                quoted = false, closed = true;
        } else if (c == ',') {
            cells.emplace_back();
            closed = false;
        } else if (c == '"' && cells.back().empty() && !closed) {
            quoted = true;
        } else if (c == '"' || closed) {
            return invalid("a quote stands inside a field; write it twice and quote the field");
        } else {
            cells.back().push_back(c);
        }
    }
}

}  // namespace homing
