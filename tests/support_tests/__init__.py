"""Tests of the instruments in `tests.support`: each finds planted faults and is silent on a sound site."""
