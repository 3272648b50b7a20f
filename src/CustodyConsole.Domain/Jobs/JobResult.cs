using System.Text.Json;

namespace CustodyConsole.Domain.Jobs;

/// <summary>What came of a run.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Chinese">In a Chinese sentence.</param>
/// <param name="English">In an English sentence.</param>
/// <param name="Figures">Counts, amounts in fen (names end in Fen) and control totals, as a JSON object of whole numbers.</param>
public sealed record JobResult(JobRunState State, string Chinese, string English, string? Figures = null)
{
    /// <summary>It did what it is for.</summary>
    public static JobResult Done(string chinese, string english, params (string Name, long Value)[] figures) =>
        new(JobRunState.Done, chinese, english, Write(figures));

    /// <summary>There was nothing to do.</summary>
    public static JobResult Skipped(string chinese, string english) => new(JobRunState.Skipped, chinese, english);

    /// <summary>It could not do it; what runs after it waits.</summary>
    public static JobResult Failed(string chinese, string english, params (string Name, long Value)[] figures) =>
        new(JobRunState.Failed, chinese, english, Write(figures));

    /// <summary>What it needs has not come yet; it looks again by itself.</summary>
    public static JobResult Waits(string chinese, string english, params (string Name, long Value)[] figures) =>
        new(JobRunState.Waiting, chinese, english, Write(figures));

    /// <summary>A refusal of the bank's is the reason.</summary>
    public static JobResult Failed(Refusal refusal) => new(JobRunState.Failed, refusal.Chinese, refusal.English);

    /// <summary>The figures of a run, by name.</summary>
    public static IReadOnlyDictionary<string, long> Read(string? figures) =>
        figures is null ? new Dictionary<string, long>() : JsonSerializer.Deserialize<Dictionary<string, long>>(figures)!;

    private static string? Write((string Name, long Value)[] figures) =>
        figures.Length == 0 ? null : JsonSerializer.Serialize(figures.ToDictionary(figure => figure.Name, figure => figure.Value));
}
