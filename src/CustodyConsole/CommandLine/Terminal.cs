using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CustodyConsole.Domain;
using Spectre.Console;

namespace CustodyConsole.CommandLine;

/// <summary>
/// Where a verb writes: results to <see cref="Out"/> (with --json one object and nothing else), everything else to
/// <see cref="Error"/>.
/// </summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error)
{
    /// <summary>Exit code: all is as it should be.</summary>
    public const int Ok = 0;

    /// <summary>Exit code: the verb ran, and what it found is not as it should be.</summary>
    public const int Found = 1;

    /// <summary>Exit code: the verb could not run; a sentence on <see cref="Error"/> says why.</summary>
    public const int Unusable = 2;

    /// <summary>Exit code: somebody pressed Ctrl+C, the shells' custom.</summary>
    public const int Interrupted = 130;

    private const int TableWidthMin = 120;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The language of the sentences.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;

    /// <summary>True when a person watches <see cref="Out"/>, so that it may have colours; a file or another program gets plain text.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True when a person watches <see cref="Error"/>, so that a bar may move there.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error) { OutIsTerminal = !Console.IsOutputRedirected, ErrorIsTerminal = !Console.IsErrorRedirected };

    /// <summary>Writes one JSON object in one line.</summary>
    public void WriteJson(object value) => Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Writes a table, as wide as the terminal but not narrower than a table needs.</summary>
    public void Write(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Out),
            Ansi = OutIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = OutIsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        console.Profile.Width = Math.Max(console.Profile.Width, TableWidthMin);
        console.Write(table);
    }

    /// <summary>Writes the sentence of a refusal to <see cref="Error"/> and gives the exit code for it.</summary>
    public int Refuse(Refusal refusal)
    {
        Error.WriteLine(refusal.Sentence(Culture));
        return Unusable;
    }
}
