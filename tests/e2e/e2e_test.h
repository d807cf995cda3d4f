#pragma once
// What the scenario files share: a fixture with a sandbox, and words for what a person does first.

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <string>

#include "sandbox.h"
#include "user_terminal.h"

namespace tessera::e2e {

class Workspace : public ::testing::Test {
protected:
    /// Command line of the binary under test with `arguments`.
    static std::vector<std::string> tessera(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), tessera_binary());
        return arguments;
    }

    /// True once a shell answers: types a command whose output differs from its text.
    static bool shell_answers(UserTerminal& terminal, std::string_view token = "ready") {
        terminal.type("echo \"" + std::string(token.substr(0, 1)) + "\"\"" +
                      std::string(token.substr(1)) + "\"\r");
        return terminal.wait_for(token);
    }

    /// Pids of the shells running in panes.
    std::vector<int> shells() const {
        std::vector<int> pids;
        for (const ProcessInfo& process : sandbox.processes()) {
            if (!process.argv.empty() && process.argv.front().ends_with("bash") &&
                process.state != 'Z' &&
                ::getsid(process.pid) == process.pid) {  // no child of a shell on its way to exec
                pids.push_back(process.pid);
            }
        }
        return pids;
    }

    /// Waits until `condition` holds while the terminal goes on drawing.
    static bool eventually(UserTerminal& terminal, const UserTerminal::Condition& condition) {
        return terminal.wait(condition);
    }

    Sandbox sandbox;
};

}  // namespace tessera::e2e
