using System.Diagnostics;
using System.Text;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;
using CustodyConsole.Resources;
using CustodyConsole.Tests.Demo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Tests.Reports;

/// <summary>A folder for the files of a test, and what writes and reads them.</summary>
internal sealed class ReportFolder : IDisposable
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();

    public static ReportMaker Maker { get; } = new("RP0000000001", "nobody", "测试") { IsBank = true };

    public static CustodySettings Settings { get; } = new()
    {
        BankName = "海晏银行", BankNameEnglish = "Haiyan Bank", Database = "", Demo = true, Folder = "", PersonalDataKeyFile = "",
    };

    public string Path { get; } = Directory.CreateTempSubdirectory("custody-reports-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Path).Select(System.IO.Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    public static ReportFileWriter Writer(CustodyDatabase database, PersonalData? keys = null, CustodySettings? settings = null, int? rowsPerSheet = null) =>
        new(database, settings ?? Settings, SeededBanks.Clock, Services.GetRequiredService<IStringLocalizer<StatusText>>(), keys)
        {
            RowsPerSheetMax = rowsPerSheet ?? 1_000_000,
        };

    public async Task<WrittenReport> WriteAsync(CustodyDatabase database, Report report, ReportScope scope, string name) =>
        (await Writer(database).WriteAsync(report, scope, Maker, File(name), null, TestContext.Current.CancellationToken)).Value;

    /// <summary>
    /// Lets LibreOffice, a reader that is not ours, read workbooks and write each of their sheets as text: the rows by file and sheet. One call
    /// for all, because its start takes longest.
    /// </summary>
    public async Task<Dictionary<(string File, string Sheet), List<string[]>>> ReadByOfficeAsync(IEnumerable<string> names)
    {
        var output = Directory.CreateDirectory(System.IO.Path.Combine(Path, "office")).FullName;
        var start = new ProcessStartInfo("soffice")
        {
            ArgumentList =
            {
                "--headless", "--norestore", $"-env:UserInstallation=file://{Path}/office-profile",
                "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,UTF8,1,,0,false,true,false,false,false,-1", "--outdir", output,
            },
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in names) start.ArgumentList.Add(File(name));
        using var office = Process.Start(start)!;
        var said = office.StandardOutput.ReadToEndAsync();
        var errors = await office.StandardError.ReadToEndAsync();
        await office.WaitForExitAsync();
        Assert.True(office.ExitCode == 0, errors + await said);

        var read = new Dictionary<(string, string), List<string[]>>();
        foreach (var file in Directory.GetFiles(output, "*.csv"))
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(file);
            var book = names.Select(System.IO.Path.GetFileNameWithoutExtension).Where(one => name.StartsWith(one + "-", StringComparison.Ordinal)).MaxBy(one => one!.Length)!;
            read[(book + ".xlsx", name[(book.Length + 1)..])] = Csv(await System.IO.File.ReadAllTextAsync(file, Encoding.UTF8));
        }

        return read;
    }

    /// <summary>Reads comma-separated text as RFC 4180 has it.</summary>
    public static List<string[]> Csv(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var at = text[i];
            if (quoted)
            {
                if (at != '"') cell.Append(at);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
                else quoted = false;
            }
            else if (at == '"') quoted = true;
            else if (at == ',') End();
            else if (at == '\n')
            {
                End();
                rows.Add([.. row]);
                row.Clear();
            }
            else if (at != '\r') cell.Append(at);
        }

        if (cell.Length > 0 || row.Count > 0)
        {
            End();
            rows.Add([.. row]);
        }

        return rows;

        void End()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }
    }

    public static long Yuan(string text) => text.Length == 0 ? 0 : Fen.TryParseYuan(text, out var fen) ? fen : throw new FormatException(text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
