using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Text.RegularExpressions;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;
using CustodyConsole.Tests.Demo;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CustodyConsole.Tests.Reports;

/// <summary>How SQLite reads what is asked of a period: it goes to the lines of the entries asked for, and not to all that there are.</summary>
public sealed partial class ReportPlanTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lines_of_a_month_are_found_by_its_entries()
    {
        using var folder = new ReportFolder();
        var connection = await SeededBanks.ConnectionAsync("sqlite");
        await using var bank = await Data.CustodyDatabase.OpenToReadAsync(connection, SeededBanks.Clock, Stop);
        using var asked = new Asked(connection);
        var month = new ReportScope { From = new(2026, 10, 1), To = new(2026, 10, 31), PlatformNo = "1001" };

        foreach (var code in new[] { "custody-monthly", "journal" })
        {
            var made = await ReportFolder.Writer(bank).WriteAsync(
                ReportCatalogue.Find(code)!, month, ReportFolder.Maker, folder.File(code + ".xlsx"), null, Stop);
            Assert.True(made.Done, made.Refusal?.English);
        }

        var plans = await asked.PlansOfLinesAsync();

        Assert.True(plans.Count >= 9, $"Lines were read {plans.Count} times only.");
        Assert.All(plans, step => Assert.EndsWith("USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", step, StringComparison.Ordinal));
    }

    [GeneratedRegex("\"journal_line\" AS \"(\\w+)\"")]
    private static partial Regex NameOfLines();

    /// <summary>The queries that were sent to one database, and how it would carry them out.</summary>
    private sealed class Asked : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly string _file;
        private readonly ConcurrentDictionary<string, List<SqliteParameter>> _queries = [];
        private readonly IDisposable _all;
        private IDisposable? _one;

        public Asked(string file)
        {
            _file = file;
            _all = DiagnosticListener.AllListeners.Subscribe(this);
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name) _one = value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is not CommandExecutedEventData { Command: { } command } || !command.CommandText.Contains("\"journal_line\"", StringComparison.Ordinal)) return;
            // Other tests have databases of their own at the same time.
            if (Path.GetFullPath(command.Connection!.DataSource) != Path.GetFullPath(_file)) return;
            _queries[command.CommandText] = [.. command.Parameters.Cast<DbParameter>().Select(one => new SqliteParameter(one.ParameterName, one.Value))];
        }

        /// <summary>Each step that reads lines.</summary>
        public async Task<IReadOnlyList<string>> PlansOfLinesAsync()
        {
            await using var connection = new SqliteConnection($"Data Source={_file};Mode=ReadOnly;Pooling=False");
            await connection.OpenAsync(Stop);
            var plans = new List<string>();
            foreach (var (text, parameters) in _queries)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "EXPLAIN QUERY PLAN " + text;
                command.Parameters.AddRange(parameters);
                await using var steps = await command.ExecuteReaderAsync(Stop);
                var names = NameOfLines().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
                while (await steps.ReadAsync(Stop))
                {
                    if (steps.GetString(3) is var step && step.Split(' ') is ["SEARCH" or "SCAN", var table, ..] && names.Contains(table)) plans.Add(step);
                }
            }

            return plans;
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error) => throw error;

        public void Dispose()
        {
            _one?.Dispose();
            _all.Dispose();
        }
    }
}
