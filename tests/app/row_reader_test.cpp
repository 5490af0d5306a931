#include "app/import/row_reader.h"

#include <gtest/gtest.h>

#include "tests/app/scratch.h"

namespace homing {
namespace {

// Each row as "line: field=value;" or "line! problem".
std::string rows_of(const std::string& text, const char* kind = "accounts") {
    const Scratch scratch;
    Result<RowReader> reader =
        RowReader::open(scratch.write("file", text), *find_import_kind(kind));
    if (!reader) return "refused " + reader.error().message;
    std::string out;
    ImportRow row;
    while (reader->next(row)) {
        out += std::to_string(row.line);
        if (!row.problem.empty()) {
            out += "! " + row.problem;
        } else {
            out += ":";
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                if (row.cells[i].empty()) continue;
                out +=
                    " " + std::string(find_import_kind(kind)->columns[i].name) + "=" + row.cells[i];
            }
        }
        out += "\n";
    }
    return out;
}

TEST(RowReader, reads_csv_with_quotes_crlf_and_a_byte_order_mark) {
    EXPECT_EQ(rows_of("\xef\xbb\xbfid,created,closed\r\na,1,\r\n\r\n\"b \"\"x\"\", y\",2,3\r\n"),
              "2: id=a created=1\n4: id=b \"x\", y created=2 closed=3\n");
}

TEST(RowReader, keeps_a_line_feed_inside_quotes) {
    EXPECT_EQ(rows_of("id,created\n\"a\nb\",1\nc,2\n"),
              "2: id=a\nb created=1\n4: id=c created=2\n");
}

TEST(RowReader, names_each_bad_line_and_goes_on) {
    const std::string rows = rows_of("id,created\na\nb,1\nc\"d,2\ne,1,2\nf,3\ng\xff,4\n");
    EXPECT_NE(rows.find("2! has 1 fields, the header 2"), std::string::npos) << rows;
    EXPECT_NE(rows.find("3: id=b created=1"), std::string::npos) << rows;
    EXPECT_NE(rows.find("4! a quote stands inside a field"), std::string::npos) << rows;
    EXPECT_NE(rows.find("5! has 3 fields"), std::string::npos) << rows;
    EXPECT_NE(rows.find("6: id=f created=3"), std::string::npos) << rows;
    EXPECT_NE(rows.find("7! is not UTF-8"), std::string::npos) << rows;
}

TEST(RowReader, refuses_a_half_written_end) {
    EXPECT_NE(rows_of("id,created\na,1\nb,20").find("3! the last line has no line feed"),
              std::string::npos);
    EXPECT_NE(rows_of("id,created\na,1\n\"b").find("3! a quoted field is not closed"),
              std::string::npos);
    EXPECT_NE(rows_of("{\"id\":\"a\"}\n{\"id\":").find("2! the last line"), std::string::npos);
}

TEST(RowReader, refuses_a_huge_line_and_reads_the_next) {
    const std::string rows = rows_of("id,created\n" + std::string(200'000, 'x') + ",1\nb,2\n");
    EXPECT_EQ(rows, "2! the line is longer than 64 KiB\n3: id=b created=2\n");
}

TEST(RowReader, refuses_a_header_that_does_not_fit_the_kind) {
    EXPECT_NE(rows_of("id,crated\n").find("\"crated\" is not a column"), std::string::npos);
    EXPECT_NE(rows_of("id\n").find("column created is missing"), std::string::npos);
    EXPECT_NE(rows_of("id,id,created\n").find("twice"), std::string::npos);
}

TEST(RowReader, reads_json_lines_and_refuses_what_is_no_row) {
    const std::string rows = rows_of(
        "{\"asset\":\"a\",\"decimals\":7,\"elastic\":true,\"symbol\":[\"x\",\"y\"]}\n[1]\n"
        "{\"asset\":{}}\n{\"asset\":1.5}\n{\"asset\":\"a\",\"asset\":\"b\"}\nnonsense\n"
        "{\"asset\":\"z\"}\n{\"id\":\"a\"}\n",
        "assets");
    EXPECT_TRUE(rows.starts_with("1: asset=a symbol=x y decimals=7 elastic=true\n2! ")) << rows;
    for (const char* bad : {"\n3! ", "\n4! ", "\n5! ", "\n6! ", "\n7: asset=z\n",
                            "\n8! id: is not a field of assets"}) {
        EXPECT_NE(rows.find(bad), std::string::npos) << bad << " not in " << rows;
    }
}

TEST(RowReader, takes_an_empty_file_for_no_rows) {
    EXPECT_EQ(rows_of(""), "");
}

}  // namespace
}  // namespace homing
