// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/commands.hpp"

int main(int argc, char** argv) { return kvolt::cli::run(argc, argv); }
