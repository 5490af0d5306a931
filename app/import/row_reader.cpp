#include "app/import/row_reader.h"

#include <algorithm>
#include <span>

#include "core/json.h"
#include "core/utf8.h"

namespace homing {

namespace {

constexpr std::size_t kBuffer = 256 << 10;
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

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace

bool RowReader::fill() {
    in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    at_ = 0;
    end_ = static_cast<std::size_t>(in_.gcount());
    return end_ > 0;
}

RowReader::End RowReader::read_line(std::string& line, bool& too_long) {
    line.clear();
    too_long = false;
    bool ended = false;
    bool read_any = false;
    while (!ended && (at_ < end_ || fill())) {
        read_any = true;
        const std::string_view rest(buffer_.data() + at_, end_ - at_);
        const std::size_t feed = rest.find('\n');
        ended = feed != std::string_view::npos;
        const std::string_view piece = rest.substr(0, feed);
        const std::size_t room = kLineMax - line.size();
        too_long = too_long || piece.size() > room;
        line += piece.substr(0, room);
        const std::size_t taken = piece.size() + (ended ? 1 : 0);
        at_ += taken;
        bytes_read_ += taken;
    }
    if (!read_any) return End::kNothing;
    ++line_;
    if (ended && !line.empty() && line.back() == '\r') line.pop_back();
    return ended ? End::kLineFeed : End::kFile;
}

Result<RowReader> RowReader::open(const std::filesystem::path& file, const ImportKind& kind) {
    RowReader reader;
    reader.kind_ = &kind;
    reader.buffer_.resize(kBuffer);
    std::error_code error;
    reader.size_ = std::filesystem::file_size(file, error);
    reader.in_.open(file, std::ios::binary);
    if (error || !reader.in_) return not_found("cannot read " + file.string());
    if (!reader.fill()) return reader;
    const std::string_view start(reader.buffer_.data(), reader.end_);
    if (start.starts_with(kByteOrderMark)) reader.at_ = reader.bytes_read_ = kByteOrderMark.size();
    reader.json_ = start.substr(reader.at_).starts_with('{');
    if (reader.json_ || reader.at_ == reader.end_) return reader;
    if (Result<void> header = reader.read_header(); !header) {
        return within(file.string() + ":1", header.error());
    }
    return reader;
}

Result<void> RowReader::read_header() {
    bool too_long = false;
    End end = read_line(text_, too_long);
    if (too_long) return invalid("the header is longer than 64 KiB");
    if (Result<void> split = split_fields(end); !split) return split;
    const std::vector<ImportColumn>& known = kind_->columns;
    for (std::size_t i = 0; i < field_count_; ++i) {
        const std::string& name = fields_[i];
        const std::size_t column = find_column(*kind_, name);
        if (column == known.size()) {
            return invalid("\"" + name.substr(0, 80) + "\" is not a column of " +
                           std::string(kind_->name) + " (docs/import.md lists them)");
        }
        if (std::ranges::find(columns_, column) != columns_.end()) {
            return invalid("column " + name + " stands there twice");
        }
        columns_.push_back(column);
    }
    for (std::size_t column = 0; column < known.size(); ++column) {
        if (known[column].required && std::ranges::find(columns_, column) == columns_.end()) {
            return invalid("column " + std::string(known[column].name) + " is missing");
        }
    }
    return {};
}

void RowReader::seek(std::uint64_t bytes_read, std::uint64_t line) {
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(bytes_read));
    at_ = end_ = 0;
    bytes_read_ = bytes_read;
    line_ = line;
}

bool RowReader::next(ImportRow& row) {
    bool too_long = false;
    End end;
    do {
        end = read_line(text_, too_long);
        if (end == End::kNothing) return false;
    } while (!too_long && is_blank(text_));
    row.line = line_;
    row.problem.clear();
    row.cells.resize(kind_->columns.size());
    for (std::string& cell : row.cells) cell.clear();
    if (too_long)
        row.problem = "the line is longer than 64 KiB";
    else if (json_ && end == End::kFile)
        row.problem = kHalfWritten;
    else if (json_)
        take_json(row);
    else
        take_csv(row, end);
    return true;
}

void RowReader::take_json(ImportRow& row) {
    const Result<Json> json = parse_json(text_, 4);
    if (!json || !json->is_object()) {
        row.problem = json ? "the line is not a JSON object" : json.error().message;
        return;
    }
    for (const auto& [name, value] : json->items()) {
        if (value.is_null()) continue;
        const std::size_t column = find_column(*kind_, name);
        std::optional<std::string> text = cell_text(value);
        if (column == kind_->columns.size()) {
            row.problem = name.substr(0, 80) + ": is not a field of " + std::string(kind_->name);
        } else if (!text) {
            row.problem = name.substr(0, 80) + ": must be a text, a number or a list of texts";
        } else {
            row.cells[column] = std::move(*text);
        }
    }
}

void RowReader::take_csv(ImportRow& row, End end) {
    const Result<void> split = split_fields(end);
    const auto fields = std::span(fields_).first(field_count_);
    if (!split)
        row.problem = split.error().message;
    else if (!std::ranges::all_of(fields, [](const std::string& field) { return is_utf8(field); }))
        row.problem = "is not UTF-8";
    else if (end == End::kFile)
        row.problem = kHalfWritten;
    else if (fields.size() != columns_.size()) {
        row.problem = "has " + std::to_string(fields.size()) + " fields, the header " +
                      std::to_string(columns_.size());
    }
    if (!row.problem.empty()) return;
    for (std::size_t i = 0; i < columns_.size(); ++i) row.cells[columns_[i]].swap(fields[i]);
}

std::string& RowReader::next_field() {
    if (field_count_ == fields_.size()) fields_.emplace_back();
    std::string& field = fields_[field_count_++];
    field.clear();
    return field;
}

Result<void> RowReader::split_fields(End& end) {
    field_count_ = 0;
    std::string* field = &next_field();
    bool quoted = false;  // inside quotes
    bool closed = false;  // just after a closing quote
    for (std::size_t i = 0;; ++i) {
        if (i == text_.size() && quoted) {
            bool too_long = false;
            std::string more;
            if (end != End::kLineFeed || (end = read_line(more, too_long)) == End::kNothing) {
                return invalid("a quoted field is not closed; the file may be half-written");
            }
            if (too_long || text_.size() + more.size() > kLineMax) {
                return invalid("the record is longer than 64 KiB");
            }
            text_ += "\n" + more;
        }
        if (i == text_.size()) return {};
        const char c = text_[i];
        if (quoted) {
            if (c != '"')
                field->push_back(c);
            else if (i + 1 < text_.size() && text_[i + 1] == '"')
                field->push_back(text_[++i]);
            else
                quoted = false, closed = true;
        } else if (c == ',') {
            field = &next_field();
            closed = false;
        } else if (c == '"' && field->empty() && !closed) {
            quoted = true;
        } else if (c == '"' || closed) {
            return invalid("a quote stands inside a field; write it twice and quote the field");
        } else {
            field->push_back(c);
        }
    }
}

}  // namespace homing
