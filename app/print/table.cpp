#include "app/print/table.h"

#include <algorithm>

#include "core/check.h"

namespace homing {

namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

std::string rule(const std::vector<std::size_t>& widths, std::string_view left,
                 std::string_view middle, std::string_view right) {
    std::string line(left);
    for (std::size_t i = 0; i < widths.size(); ++i) {
        line += repeated("─", widths[i] + 2);
        line += i + 1 < widths.size() ? middle : right;
    }
    return line + "\n";
}

}  // namespace

std::size_t display_width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (c & '\xc0') != '\x80'; }));
}

void Table::add(std::vector<Cell> row) {
    CHECK(row.size() == columns_.size());
    for (Cell& cell : row) cell.text = printable(cell.text);
    rows_.push_back(std::move(row));
}

std::string Table::str(const Style& style) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = display_width(columns_[i].title);
        for (const auto& row : rows_) width = std::max(width, display_width(row[i].text));
        widths.push_back(width);
    }
    const auto line = [&](auto&& text_of, auto&& tone_of) {
        std::string out;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::string& text = text_of(i);
            const std::string space(widths[i] - display_width(text), ' ');
            const std::string painted = style.paint(tone_of(i), text);
            out += style.paint(Tone::kDim, "│") + " " +
                   (columns_[i].align == Align::kRight ? space + painted : painted + space) + " ";
        }
        return out + style.paint(Tone::kDim, "│") + "\n";
    };
    std::string out = style.paint(Tone::kDim, rule(widths, "┌", "┬", "┐"));
    out += line([&](std::size_t i) -> const std::string& { return columns_[i].title; },
                [](std::size_t) { return Tone::kBold; });
    out += style.paint(Tone::kDim, rule(widths, "├", "┼", "┤"));
    for (const auto& row : rows_) {
        out += line([&](std::size_t i) -> const std::string& { return row[i].text; },
                    [&](std::size_t i) { return row[i].tone; });
    }
    return out + style.paint(Tone::kDim, rule(widths, "└", "┴", "┘"));
}

void Sheet::add(std::string name, std::string text, Tone tone) {
    if (text.empty()) return;
    rows_.emplace_back(std::move(name), Cell{printable(text), tone});
}

std::string Sheet::str(const Style& style) const {
    std::size_t width = 0;
    for (const auto& [name, cell] : rows_) width = std::max(width, display_width(name));
    std::string out;
    for (const auto& [name, cell] : rows_) {
        out += "  " + style.paint(Tone::kDim, name) +
               std::string(width - display_width(name) + 2, ' ') +
               style.paint(cell.tone, cell.text) + "\n";
    }
    return out;
}

}  // namespace homing
