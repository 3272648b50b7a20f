using System.Data.Common;
using CustodyConsole.Data;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Platforms;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace CustodyConsole.Domain.Tests.Data;

/// <summary>A bank that charged fees before fees had schedules comes to this version with what it charged and advanced.</summary>
public sealed class FeeMigrationTests
{
    private static readonly DateOnly Day = new(2017, 8, 3);

    [Theory, OnBothDatabases]
    public async Task What_a_bank_was_charged_and_had_advanced_before_is_in_its_schedules_and_advances(string database)
    {
        var folder = Directory.CreateTempSubdirectory("custody-migration-").FullName;
        var connection = database == "sqlite" ? Path.Combine(folder, "custody.db") : await PostgresCluster.NewDatabaseAsync() + ";Pooling=false";
        await MigrateAsync(connection, "DayEnd");
        await using (var rows = await OldRows.OpenAsync(connection)) await FillAsync(rows);

        await using (var bank = await CustodyDatabase.OpenAsync(connection, TimeProvider.System))
        await using (var db = bank.CreateDbContext())
        {
            var schedule = await db.FeeSchedules.SingleAsync();
            var terms = FeeText.Read(schedule.Content);
            Assert.Equal((1, 1, Day, FeePayer.User, FeeDeduction.Inner), (schedule.PoolId, schedule.Version, schedule.EffectiveFrom, terms.Payer, terms.Deduction));
            Assert.Equal(200, Assert.Single(terms.Person.Steps).FixedFen);
            Assert.Null(FeeTermsCheck.Refuse(terms, FeeKind.Withdrawal));
            // The second withdrawal came back with its fee, the third without a fee.
            Assert.Equal(
                [(21, 200, 0L), (22, 200, 200L)],
                (await db.OrderFees.OrderBy(fee => fee.Id).ToListAsync()).Select(fee => (fee.Id, fee.BaseFen, fee.RefundedBaseFen)));
            Assert.Equal(
                [(21, 98_00, 71L), (22, 48_00, null), (23, 30_00, (long?)null)],
                (await db.Advances.OrderBy(one => one.Id).ToListAsync()).Select(one => (one.Id, one.AmountFen, one.BatchId)));
            Assert.Equal(
                [(Day, 1, 98_00L), (Day.AddDays(1), 2, 78_00L)],
                (await db.AdvanceDays.OrderBy(one => one.Date).ToListAsync()).Select(one => (one.Date, one.Count, one.AmountFen)));
            // Half past nine and twenty past six in the evening by the bank's clock.
            Assert.Equal(
                [(Day, 9, 98_00L), (Day.AddDays(1), 18, 78_00L)],
                (await db.AdvanceHours.OrderBy(one => one.Date).ToListAsync()).Select(one => (one.Date, one.Hour, one.AmountFen)));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task FillAsync(OldRows rows)
    {
        await rows.AddAsync("platform", ("id", 1), ("no", "8001"), ("opened_on", "2017-08-03"), ("withdrawal_fee_fen", 200), ("withdrawal_fee_payer", 1), ("withdrawal_fee_deduction", 2));
        await rows.AddAsync("custody_pool", ("id", 1), ("platform_id", 1), ("payment_company", "SANDBOX"));
        await rows.AddAsync("account", ("id", 5), ("pool_id", 1), ("number", "P"), ("type", 303));
        await rows.AddAsync("settlement_batch", ("id", 71), ("pool_id", 1), ("through", "2017-08-03"), ("settled_on", "2017-08-03"), ("state", 3));
        await PayoutAsync(rows, 21, 100_00, 200, 98_00, "2017-08-03", "2017-08-03 01:30:00");
        await PayoutAsync(rows, 22, 50_00, 200, 48_00, "2017-08-04", "2017-08-04 10:20:00");
        await PayoutAsync(rows, 23, 30_00, 0, 30_00, "2017-08-04", "2017-08-04 10:20:00");
        await rows.AddAsync("journal_entry", ("id", 90), ("pool_id", 1), ("order_id", 22), ("operation", 6), ("total_fen", 50_00), ("accounting_date", "2017-08-05"));
    }

    private static async Task PayoutAsync(OldRows rows, long id, long amountFen, long feeFen, long paidFen, string date, string at)
    {
        await rows.AddAsync("custody_order", ("id", id), ("pool_id", 1), ("request_no", $"R{id}"), ("type", 11), ("amount_fen", amountFen), ("fee_fen", feeFen), ("fee_payer", 1), ("fee_deduction", 2));
        await rows.AddAsync("journal_entry", ("id", id + 10), ("pool_id", 1), ("order_id", id), ("operation", 4), ("accounting_date", date), ("posted_at_utc", at));
        await rows.AddAsync("journal_line", ("id", id + 20), ("entry_id", id + 10), ("account_id", 5), ("account_version", id), ("amount_fen", paidFen));
    }

    /// <summary>Makes the tables as they were when a migration was the newest.</summary>
    private static async Task MigrateAsync(string connection, string migration)
    {
        await using CustodyDb db = CustodyDatabase.IsPostgresConnection(connection)
            ? new PostgresCustodyDb(new DbContextOptionsBuilder<PostgresCustodyDb>().UseNpgsql(connection).Options)
            : new SqliteCustodyDb(new DbContextOptionsBuilder<SqliteCustodyDb>().UseSqlite($"Data Source={connection};Pooling=false").Options);
        var name = db.Database.GetMigrations().Single(one => one.EndsWith("_" + migration, StringComparison.Ordinal));
        await db.GetService<IMigrator>().MigrateAsync(name);
    }

    /// <summary>Writes rows of older tables: what is not given is nothing, in the words of the column's type.</summary>
    private sealed class OldRows(DbConnection connection) : IAsyncDisposable
    {
        private bool IsPostgres => connection is NpgsqlConnection;

        public static async Task<OldRows> OpenAsync(string connection)
        {
            DbConnection opened = CustodyDatabase.IsPostgresConnection(connection)
                ? new NpgsqlConnection(connection) : new SqliteConnection($"Data Source={connection};Pooling=false");
            await opened.OpenAsync();
            return new OldRows(opened);
        }

        public async Task AddAsync(string table, params (string Column, object Value)[] given)
        {
            var columns = await ColumnsAsync(table);
            var values = columns.Where(column => !column.MayBeNull || given.Any(one => one.Column == column.Name))
                .Select(column => (column.Name, Text: TextOf(column.Type, given.FirstOrDefault(one => one.Column == column.Name).Value))).ToList();
            await using var command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO {table} ({string.Join(", ", values.Select(value => $"\"{value.Name}\""))}) VALUES ({string.Join(", ", values.Select(value => value.Text))})";
            await command.ExecuteNonQueryAsync();
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();

        private static string TextOf(string type, object? value) => value switch
        {
            string text => $"'{text}{(type.StartsWith("timestamp", StringComparison.Ordinal) ? "+00" : "")}'",
            not null => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
            null when type.Contains("time", StringComparison.Ordinal) => "'2017-08-03 01:30:00+00'",
            null when type.Contains("date", StringComparison.Ordinal) => "'2017-08-03'",
            null when type.Contains("bool", StringComparison.Ordinal) => "false",
            null when type.Contains("bytea", StringComparison.Ordinal) => "'\\x01'",
            null when type.Contains("int", StringComparison.OrdinalIgnoreCase) => "1",
            null when type.Contains("BLOB", StringComparison.Ordinal) => "x'01'",
            _ => "'2017-08-03'",
        };

        private async Task<List<(string Name, string Type, bool MayBeNull)>> ColumnsAsync(string table)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = IsPostgres
                ? $"SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns WHERE table_name = '{table}'"
                : $"SELECT name, type, NOT \"notnull\" FROM pragma_table_info('{table}')";
            await using var reader = await command.ExecuteReaderAsync();
            var columns = new List<(string, string, bool)>();
            while (await reader.ReadAsync()) columns.Add((reader.GetString(0), reader.GetString(1), Convert.ToBoolean(reader.GetValue(2), System.Globalization.CultureInfo.InvariantCulture)));
            return columns;
        }
    }
}
