#pragma once

#include <string>
#include <vector>

#include "app/print/style.h"

namespace homing {

enum class Align { kLeft, kRight };

struct Column {
    std::string title;
    Align align = Align::kLeft;
};

struct Cell {
    std::string text;
    Tone tone = Tone::kPlain;
};

// Rows under titled columns, as wide as their widest cell, in a thin frame.
class Table {
  public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    // As many cells as there are columns.
    void add(std::vector<Cell> row);
    bool empty() const { return rows_.empty(); }
    std::string str(const Style& style) const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

// Names and values under each other, values aligned.
class Sheet {
  public:
    // A row whose text is empty is left out.
    void add(std::string name, std::string text, Tone tone = Tone::kPlain);
    std::string str(const Style& style) const;

  private:
    std::vector<std::pair<std::string, Cell>> rows_;
};

// Columns a terminal needs for the text: one for each code point.
std::size_t display_width(std::string_view text);

}  // namespace homing
