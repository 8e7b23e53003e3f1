-CFLAGS -ffp-contract=off
dpi/cells_dpi.cpp
dpi/pin_log.cpp
dpi/tile_physics.cpp
dpi/current_table.cpp
dpi/best_kernels.cpp
dpi/tile_kernels_avx512.cpp
dpi/tile_kernels_portable.cpp
dpi/imperfect_kernels.cpp
dpi/imperfect_tile.cpp
