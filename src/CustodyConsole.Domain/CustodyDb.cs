using System.Data;
using System.Text;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustodyConsole.Domain;

/// <summary>
/// The custody database as pages, reports and proofs read it. It never writes: every change goes through the one writer
/// (<see cref="GroupWriter"/>), which takes table and column names from this model.
/// </summary>
public abstract class CustodyDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Accounts of users, platforms and the bank.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>Journal entries.</summary>
    public DbSet<JournalEntry> Entries => Set<JournalEntry>();

    /// <summary>Journal lines.</summary>
    public DbSet<JournalLine> Lines => Set<JournalLine>();

    /// <summary>Freezes.</summary>
    public DbSet<Freeze> Freezes => Set<Freeze>();

    /// <summary>The bank's own state, one row.</summary>
    public DbSet<BankState> BankStates => Set<BankState>();

    /// <summary>Accounting days that were cut.</summary>
    public DbSet<AccountingDay> AccountingDays => Set<AccountingDay>();

    /// <summary>Lending platforms.</summary>
    public DbSet<Platform> Platforms => Set<Platform>();

    /// <summary>Pooled custody accounts.</summary>
    public DbSet<CustodyPool> Pools => Set<CustodyPool>();

    /// <summary>Users of platforms.</summary>
    public DbSet<CustodyUser> Users => Set<CustodyUser>();

    /// <summary>Bank cards of users.</summary>
    public DbSet<BankCard> Cards => Set<BankCard>();

    /// <summary>Orders.</summary>
    public DbSet<CustodyOrder> Orders => Set<CustodyOrder>();

    /// <summary>Steps in the life of orders.</summary>
    public DbSet<OrderEvent> OrderEvents => Set<OrderEvent>();

    /// <summary>Loan listings.</summary>
    public DbSet<Listing> Listings => Set<Listing>();

    /// <summary>Accounts that may compensate for a listing.</summary>
    public DbSet<ListingCompensator> Compensators => Set<ListingCompensator>();

    /// <summary>Repayment plans.</summary>
    public DbSet<Instalment> Instalments => Set<Instalment>();

    /// <summary>Investors' claims.</summary>
    public DbSet<Claim> Claims => Set<Claim>();

    /// <summary>What borrowers owe their compensators.</summary>
    public DbSet<RecoveryClaim> RecoveryClaims => Set<RecoveryClaim>();

    /// <summary>What was put to a second person.</summary>
    public DbSet<ApprovalRequest> Approvals => Set<ApprovalRequest>();

    /// <summary>What happened to approval requests.</summary>
    public DbSet<ApprovalStep> ApprovalSteps => Set<ApprovalStep>();

    /// <summary>Who checks what.</summary>
    public DbSet<ApprovalRule> ApprovalRules => Set<ApprovalRule>();

    /// <summary>Dossiers that are being filled in.</summary>
    public DbSet<PlatformDraft> PlatformDrafts => Set<PlatformDraft>();

    /// <summary>Dossiers in force and before.</summary>
    public DbSet<PlatformVersion> PlatformVersions => Set<PlatformVersion>();

    /// <summary>Uploaded files.</summary>
    public DbSet<Document> Documents => Set<Document>();

    /// <summary>The bytes of uploaded files.</summary>
    public DbSet<DocumentContent> DocumentContents => Set<DocumentContent>();

    /// <summary>Users of the console.</summary>
    public DbSet<StaffRecord> StaffRecords => Set<StaffRecord>();

    /// <summary>The audit trail.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>The end of the audit trail, one row.</summary>
    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    /// <summary>Holiday notices taken over since the program was delivered.</summary>
    public DbSet<CalendarNotice> CalendarNotices => Set<CalendarNotice>();

    /// <summary>The outbox: what platforms are told.</summary>
    public DbSet<PlatformNotice> Notices => Set<PlatformNotice>();

    /// <summary>Net settlements.</summary>
    public DbSet<SettlementBatch> Batches => Set<SettlementBatch>();

    /// <summary>Versions of fee schedules.</summary>
    public DbSet<FeeSchedule> FeeSchedules => Set<FeeSchedule>();

    /// <summary>Versions of channels' limits and hours.</summary>
    public DbSet<ChannelVersion> ChannelVersions => Set<ChannelVersion>();

    /// <summary>What orders were charged.</summary>
    public DbSet<OrderFee> OrderFees => Set<OrderFee>();

    /// <summary>Statements of a month's fees.</summary>
    public DbSet<FeeStatement> FeeStatements => Set<FeeStatement>();

    /// <summary>What payment companies advanced.</summary>
    public DbSet<Advance> Advances => Set<Advance>();

    /// <summary>What was advanced on each day.</summary>
    public DbSet<AdvanceDay> AdvanceDays => Set<AdvanceDay>();

    /// <summary>What was advanced in each hour of a day.</summary>
    public DbSet<AdvanceHour> AdvanceHours => Set<AdvanceHour>();

    /// <summary>Limits of payment companies.</summary>
    public DbSet<AdvanceLimit> AdvanceLimits => Set<AdvanceLimit>();

    /// <summary>Payouts that wait, or waited, for the payment company's staff.</summary>
    public DbSet<PayoutHold> PayoutHolds => Set<PayoutHold>();

    /// <summary>Alerts of the exposure.</summary>
    public DbSet<AdvanceAlert> AdvanceAlerts => Set<AdvanceAlert>();

    /// <summary>Runs of jobs.</summary>
    public DbSet<JobRun> JobRuns => Set<JobRun>();

    /// <summary>Jobs that people have paused.</summary>
    public DbSet<JobPause> JobPauses => Set<JobPause>();

    /// <summary>What the system proposed to compensate at the ends of days.</summary>
    public DbSet<DayEndProposal> DayEndProposals => Set<DayEndProposal>();

    /// <summary>Exports.</summary>
    public DbSet<ReportRun> ReportRuns => Set<ReportRun>();

    /// <summary>Reports that are made by themselves.</summary>
    public DbSet<ReportSchedule> ReportSchedules => Set<ReportSchedule>();

    /// <summary>Differences that wait in suspense.</summary>
    public DbSet<SuspenseItem> SuspenseItems => Set<SuspenseItem>();

    /// <summary>How they were cleared.</summary>
    public DbSet<SuspenseClearing> SuspenseClearings => Set<SuspenseClearing>();

    /// <summary>Trial balances of days.</summary>
    public DbSet<TrialBalanceRow> TrialBalanceRows => Set<TrialBalanceRow>();

    /// <summary>Balances at the ends of days.</summary>
    public DbSet<BalanceSnapshot> BalanceSnapshots => Set<BalanceSnapshot>();

    /// <inheritdoc />
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Account.Map(modelBuilder);
        JournalEntry.Map(modelBuilder);
        JournalLine.Map(modelBuilder);
        Freeze.Map(modelBuilder);
        BankState.Map(modelBuilder);
        AccountingDay.Map(modelBuilder);
        Platform.Map(modelBuilder);
        CustodyPool.Map(modelBuilder);
        CustodyUser.Map(modelBuilder);
        BankCard.Map(modelBuilder);
        CustodyOrder.Map(modelBuilder);
        OrderEvent.Map(modelBuilder);
        Listing.Map(modelBuilder);
        ListingCompensator.Map(modelBuilder);
        Instalment.Map(modelBuilder);
        Claim.Map(modelBuilder);
        RecoveryClaim.Map(modelBuilder);
        ApprovalRequest.Map(modelBuilder);
        ApprovalStep.Map(modelBuilder);
        ApprovalRule.Map(modelBuilder);
        PlatformDraft.Map(modelBuilder);
        PlatformVersion.Map(modelBuilder);
        Document.Map(modelBuilder);
        DocumentContent.Map(modelBuilder);
        StaffRecord.Map(modelBuilder);
        AuditEntry.Map(modelBuilder);
        AuditHead.Map(modelBuilder);
        CalendarNotice.Map(modelBuilder);
        PlatformNotice.Map(modelBuilder);
        SettlementBatch.Map(modelBuilder);
        FeeSchedule.Map(modelBuilder);
        ChannelVersion.Map(modelBuilder);
        OrderFee.Map(modelBuilder);
        FeeStatement.Map(modelBuilder);
        Advance.Map(modelBuilder);
        AdvanceDay.Map(modelBuilder);
        AdvanceHour.Map(modelBuilder);
        AdvanceLimit.Map(modelBuilder);
        PayoutHold.Map(modelBuilder);
        AdvanceAlert.Map(modelBuilder);
        JobRun.Map(modelBuilder);
        JobPause.Map(modelBuilder);
        DayEndProposal.Map(modelBuilder);
        ReportRun.Map(modelBuilder);
        ReportSchedule.Map(modelBuilder);
        SuspenseItem.Map(modelBuilder);
        SuspenseClearing.Map(modelBuilder);
        TrialBalanceRow.Map(modelBuilder);
        BalanceSnapshot.Map(modelBuilder);
        KeyBlock.Map(modelBuilder);

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(SnakeCase(property.Name));

            if (entity.FindProperty(nameof(Row.Id)) is { } id)
                id.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
        }
    }

    /// <summary>Begins to read the database as it stands at one moment, whatever is written meanwhile.</summary>
    internal Task<IDbContextTransaction> BeginSnapshotAsync(CancellationToken cancellationToken) => Database.BeginTransactionAsync(
        Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal) ? IsolationLevel.RepeatableRead : IsolationLevel.Serializable,
        cancellationToken);

    /// <summary>The column of a property: AmountFen is stored in amount_fen.</summary>
    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value,
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
