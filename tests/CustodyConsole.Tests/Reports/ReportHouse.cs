using CustodyConsole.Data;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;
using CustodyConsole.Resources;
using CustodyConsole.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustodyConsole.Tests.Reports;

/// <summary>A sample bank with everything that asks for exports and makes them, and a folder for their files.</summary>
internal sealed class ReportHouse : IAsyncDisposable
{
    private readonly string _folder;

    private ReportHouse(SampleBank bank, string folder, string connection, IStringLocalizer<StatusText> words)
    {
        (Bank, _folder, Connection) = (bank, folder, connection);
        Settings = new CustodySettings
        {
            BankName = "海晏银行", BankNameEnglish = "Haiyan Bank", Database = connection, Demo = true, Folder = folder,
            PersonalDataKeyFile = Path.Combine(folder, "personal-data.key"),
        };
        var keys = PersonalDataKey.Load(Settings.PersonalDataKeyFile, mayCreate: false);
        Desk = new ReportDesk(new StaffDesk(bank.Database.Writer), bank.Database.Writer);
        Folder = new ReportFiles(Settings, bank.Database, NullLogger<ReportFiles>.Instance);
        Asking = new ReportAsking(Desk, bank.Database, words, keys, bank.Clock);
        var writer = new ReportFileWriter(bank.Database, Settings, bank.Clock, words, keys);
        Runner = new ReportRunner(Desk, writer, Folder, TimeProvider.System, NullLogger<ReportRunner>.Instance);
        Worker = new ReportWorker(Desk, Runner, Folder, Settings, bank.Database, bank.Clock, NullLogger<ReportWorker>.Instance);
    }

    public SampleBank Bank { get; }

    public string Connection { get; }

    public CustodySettings Settings { get; }

    public ReportDesk Desk { get; }

    public ReportFiles Folder { get; }

    public ReportAsking Asking { get; }

    public ReportRunner Runner { get; }

    public ReportWorker Worker { get; }

    public static StaffMember Officer { get; } = new("compliance", "李雯", "10021", [Roles.Compliance]);

    /// <summary>Everything that lies in the folder.</summary>
    public string[] Files => Directory.Exists(Folder.Root) ? Directory.GetFiles(Folder.Root) : [];

    public static async Task<ReportHouse> OpenAsync(string database, SampleBanks banks)
    {
        var folder = Directory.CreateTempSubdirectory("custody-reports-").FullName;
        var connection = database == "sqlite" ? Path.Combine(folder, "custody.db") : await PostgresCluster.NewDatabaseAsync();
        var house = new ReportHouse(await SampleBank.OpenAsync(connection, folder, keep: true), folder, connection, banks.Words<StatusText>());
        // Whoever exports is a user of the console.
        _ = (await house.Bank.Database.Writer.RunAsync(0, books => FirstStaff.OpenDemo(
            books, [(new FirstPerson(Officer.UserName, Officer.DisplayName, Officer.PersonNo), Roles.Compliance, null, null)]))).Value;
        return house;
    }

    /// <summary>Asks for the whole list of a register.</summary>
    public async Task<ReportRun> AskAsync(string code, string query = "?") =>
        (await Asking.AskAsync(Officer, code, new ReportScope { ListQuery = query }, TestContext.Current.CancellationToken)).Value;

    public async Task<ReportRun> FindAsync(string no)
    {
        await using var db = Bank.Database.CreateDbContext();
        return await db.ReportRuns.SingleAsync(run => run.Id == ReportRun.IdOf(no), TestContext.Current.CancellationToken);
    }

    /// <summary>What somebody in charge does to the officer's record.</summary>
    public async Task ChangeOfficerAsync(Action<StaffRecord> change) => _ = (await Bank.Database.Writer.RunAsync<bool>(0, books =>
    {
        change(books.StaffRecords.Edit(books.StaffByUserName.Find(Officer.UserName)!));
        return true;
    })).Value;

    public async ValueTask DisposeAsync()
    {
        await Bank.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
