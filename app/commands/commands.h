#pragma once

#include "app/command.h"

// One function a row of the command table; each stands in the file named for its noun.
namespace homing {

Command run_command();
Command status_command();
Command import_command();
Command import_rows_command();
Command import_slice_command();
Command rescan_command();
std::vector<Command> claim_commands();  // file, prove, withdraw, appeal …
std::vector<Command> match_commands();
Command explain_command();
Command deposit_list_command();
Command deposit_show_command();
Command deposit_count_command();
Command search_command();
Command case_list_command();
Command case_show_command();
std::vector<Command> case_work_commands();  // take, assign, note, ask, answer, pause, resume
Command case_payload_command();
Command case_propose_command();
Command case_approve_command();
Command hold_command();
Command release_command();
Command audit_check_command();
Command audit_prove_command();
Command audit_verify_command();
Command backup_command();
Command restore_command();

}  // namespace homing
