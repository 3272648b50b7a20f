using CustodyConsole.Bench;
await using var bank = await BenchBank.OpenAsync(args.Length > 0);
for (var n = 0; n < 3; n++)
{
    var cpu = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime;
    var clock = System.Diagnostics.Stopwatch.StartNew();
    for (var i = 0; i < 40; i++)
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(j => bank.AskAsync(new BenchTransfer(bank.Head(), bank.Investors[(i * 1000 + j) % 5000], bank.Investors[5000 + (j * 7 % 5000)], 1))));
    var used = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime - cpu;
    Console.WriteLine($"batch 1000: {40_000 / clock.Elapsed.TotalSeconds:F0}/s cpu {used.TotalMicroseconds / 40_000:F1} us each");
}
