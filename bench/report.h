#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace homing::bench {

// What a number has to reach; the table says whether it does.
struct Wanted {
    enum class Side { kAtLeast, kAtMost };
    Side side = Side::kAtLeast;
    double bound = 0;

    static Wanted at_least(double bound) { return {Side::kAtLeast, bound}; }
    static Wanted at_most(double bound) { return {Side::kAtMost, bound}; }
    bool is_met_by(double value) const {
        return side == Side::kAtLeast ? value >= bound : value <= bound;
    }
};

// The results of one benchmark: a table for people, then one line of JSON with
// {bench, figures, ratios, machine, load}. Notes the load of the machine when it is made and
// printed.
class Report {
  public:
    explicit Report(std::string bench);

    // A measured value with its unit; names are snake_case and stay the same between releases.
    void figure(std::string name, double value, std::string unit,
                std::optional<Wanted> wanted = std::nullopt);
    // Ours over the rival's, both measured in this run.
    void ratio(std::string name, double value, std::optional<Wanted> wanted = std::nullopt);
    // A sentence under the table, for what the numbers do not say.
    void note(std::string sentence);

    // Writes all of it to stdout.
    void print() const;

  private:
    struct Row {
        std::string name;
        double value;
        std::string unit;
        std::optional<Wanted> wanted;
    };
    void print_rows(const char* title, const std::vector<Row>& rows) const;

    std::string bench_;
    std::vector<Row> figures_;
    std::vector<Row> ratios_;
    std::vector<std::string> notes_;
    double load_before_;
};

// One contender of a comparison; run does the same work every time it is called.
struct Lane {
    std::string name;
    std::function<void()> run;
};

// kThreadCpu leaves out what other processes took, and fits work of the calling thread alone.
enum class Clock { kWall, kThreadCpu };

// Seconds on that clock from an arbitrary start.
double seconds(Clock clock);

// Runs the lanes in turn, `rounds` times after one round that is not counted, each round starting
// with another lane, and returns the median seconds of each lane in their order.
std::vector<double> interleaved_medians(const std::vector<Lane>& lanes, int rounds, Clock clock);

// Keeps the compiler from leaving out the work that led to value.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

// Set by the variable of that name in the environment, for short and for long runs.
std::size_t size_from_environment(const char* name, std::size_t otherwise);

}  // namespace homing::bench
