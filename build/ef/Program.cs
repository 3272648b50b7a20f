// The EF tool loads this assembly to find the design-time factories; it is never run.
return 0;
