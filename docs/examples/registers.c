/* SPDX-License-Identifier: Apache-2.0 */
/* Software and the emitted register header. You learn: offsets, fields and signs come from the header; nothing is
 * counted by hand. On a chip `engine` is where the bus maps it; here it is an array, so that the sequence can be tried.
 *   kvolt generate tiny -o out && cc -Iout/include docs/examples/registers.c -o registers && ./registers */
#include <stdio.h>
#include "tiny_regs.h"

static uint32_t memory[1024];
static volatile uint32_t *const engine = memory;

static uint32_t read_register(uint32_t offset) { return engine[offset / 4]; }
static void write_register(uint32_t offset, uint32_t value) {
    engine[offset / 4] = value;
    printf("write 0x%03x 0x%08x\n", (unsigned)offset, (unsigned)value);
}

int main(void) {
    const uint32_t control = KVOLT_TINY_CONTROL_ENABLE_MASK;
    write_register(KVOLT_TINY_CONTROL_OFFSET, 0); /* no token is admitted while settings change */
    write_register(KVOLT_TINY_WINDOW_OFFSET, kvolt_tiny_window_set(0, 4));
    for (uint32_t head = 0; head < KVOLT_TINY_HEADS; ++head) {
        write_register(KVOLT_TINY_SCALE_OFFSET(head), kvolt_tiny_scale_set(0, -2048)); /* -0.5 */
        write_register(KVOLT_TINY_OFFSET_OFFSET(head), kvolt_tiny_offset_set(0, 12));
    }
    write_register(KVOLT_TINY_CONTROL_OFFSET, control | KVOLT_TINY_CONTROL_START_OF_SEQUENCE_MASK);
    printf("scale of head 0 read back: %d\n", (int)kvolt_tiny_scale_get(read_register(KVOLT_TINY_SCALE_OFFSET(0))));
    return 0;
}
