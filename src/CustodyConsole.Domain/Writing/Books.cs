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
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustodyConsole.Domain.Writing;

/// <summary>
/// The books as an operation sees them inside the writer: every table, the date, and the ledger. An operation is plain code over it:
/// no waiting, no input or output, no clock of its own.
/// </summary>
public sealed partial class Books
{
    /// <summary>More rows than this are not kept in memory between groups.</summary>
    internal const int KeptRowsMax = 500_000;

    private readonly List<IRows> _tables = [];
    private readonly Dictionary<long, long> _platformOfPool = [];

    internal Books(CustodyStore store, IModel model)
    {
        Store = store;
        Keys = new KeySource(store);
        var keep = store.IsOnlyWriter;
        BankStates = Table<BankState>(keep);
        AccountingDays = Table<AccountingDay>();
        DayByDate = AccountingDays.IndexBy(day => day.Date, ["date"], date => [date]);

        Platforms = Table<Platform>(keep);
        PlatformByNo = Platforms.IndexBy(platform => platform.No, ["no"], no => [no]);
        Pools = Table<CustodyPool>(keep);
        PoolOfPlatform = Pools.IndexBy(
            pool => (pool.PlatformId, pool.PaymentCompany),
            ["platform_id", "payment_company"],
            key => [key.PlatformId, key.PaymentCompany]);

        Accounts = Table<Account>(keep);
        AccountByNumber = Accounts.IndexBy(account => account.Number, ["number"], number => [number]);
        BankAccountsOfPool = Accounts.SetBy(
            account => account.Type >= AccountType.PlatformGeneral ? account.PoolId : null, "pool_id", "\"type\" >= 200");

        Users = Table<CustodyUser>();
        UserByIdentity = Users.IndexBy(
            user => (user.PlatformId, Convert.ToHexString(user.IdentityHash), user.Role),
            ["platform_id", "identity_hash", "role"],
            key => [key.PlatformId, Convert.FromHexString(key.Item2), (int)key.Role]);
        UserByPlatformNo = Users.IndexBy(
            user => (user.PlatformId, user.PlatformUserNo, user.Role),
            ["platform_id", "platform_user_no", "role"],
            key => [key.PlatformId, key.PlatformUserNo, (int)key.Role]);
        Cards = Table<BankCard>();

        Orders = Table<CustodyOrder>();
        OrderByRequest = Orders.IndexBy(
            order => (order.PlatformId, order.RequestNo),
            ["platform_id", "request_no"],
            key => [key.PlatformId, key.RequestNo]);
        RechargeBySerial = Orders.IndexBy(
            order => (order.PoolId, order.Type == OrderType.Recharge && order.ChannelSerial is { } serial ? serial : $"#{order.Id}"),
            ["pool_id", "channel_serial"], key => [key.PoolId, key.Item2], "\"type\" = 10");
        OrdersOfAccount = Orders.SetBy(order => order.AccountId, "account_id", "\"state\" IN (1, 2, 3)");
        OrderEvents = Table<OrderEvent>(appendOnly: true);

        Listings = Table<Listing>();
        ListingByNo = Listings.IndexBy(
            listing => (listing.PlatformId, listing.ListingNo),
            ["platform_id", "listing_no"],
            key => [key.PlatformId, key.ListingNo]);
        Compensators = Table<ListingCompensator>();
        CompensatorsOfListing = Compensators.SetBy(compensator => compensator.ListingId, "listing_id");
        Instalments = Table<Instalment>();
        InstalmentsOfListing = Instalments.SetBy(instalment => instalment.ListingId, "listing_id");
        Claims = Table<Claim>();
        ClaimsOfListing = Claims.SetBy(claim => claim.ListingId, "listing_id");
        RecoveryClaims = Table<RecoveryClaim>();
        RecoveriesOfListing = RecoveryClaims.SetBy(recovery => recovery.ListingId, "listing_id");

        Freezes = Table<Freeze>();
        FreezesOfListing = Freezes.SetBy(freeze => freeze.ListingId, "listing_id", "\"state\" = 1");
        FreezesOfAccount = Freezes.SetBy(freeze => freeze.AccountId, "account_id", "\"state\" = 1");
        Entries = Table<JournalEntry>();
        ReversalOf = Entries.IndexBy(
            entry => entry.ReversesEntryId ?? -entry.Id, ["reverses_entry_id"], id => [id]);
        EntriesOfOrder = Entries.SetBy(entry => entry.OrderId, "order_id");
        Lines = Table<JournalLine>(appendOnly: true);
        Approvals = Table<ApprovalRequest>();
        ApprovalByRequestNo = Approvals.IndexBy(approval => approval.RequestNo, ["request_no"], no => [no]);
        ApprovalSteps = Table<ApprovalStep>();
        StepsOfApproval = ApprovalSteps.SetBy(step => step.ApprovalId, "approval_id");
        ApprovalRules = Table<ApprovalRule>();
        PlatformDrafts = Table<PlatformDraft>();
        PlatformVersions = Table<PlatformVersion>();
        VersionOfPlatform = PlatformVersions.IndexBy(
            version => (version.PlatformId, version.Version), ["platform_id", "version"], key => [key.PlatformId, key.Version]);
        Documents = Table<Document>();
        DocumentContents = Table<DocumentContent>(appendOnly: true);
        StaffRecords = Table<StaffRecord>();
        StaffByUserName = StaffRecords.IndexBy(staff => staff.UserName, ["user_name"], name => [name]);
        AuditEntries = Table<AuditEntry>(appendOnly: true);
        AuditHeads = Table<AuditHead>(keep);
        CalendarNotices = Table<CalendarNotice>();
        Notices = Table<PlatformNotice>();
        Batches = Table<SettlementBatch>();
        BatchesOfPool = Batches.SetBy(batch => batch.PoolId, "pool_id");
        FeeSchedules = Table<FeeSchedule>(keep);
        FeeSchedulesOfPool = FeeSchedules.SetBy(schedule => schedule.PoolId, "pool_id");
        ChannelVersions = Table<ChannelVersion>(keep);
        ChannelVersionsOfPool = ChannelVersions.SetBy(version => version.PoolId, "pool_id");
        OrderFees = Table<OrderFee>();
        FeeStatements = Table<FeeStatement>();
        FeeStatementOf = FeeStatements.IndexBy(
            statement => (statement.PoolId, statement.Month), ["pool_id", "month"], key => [key.PoolId, key.Month]);
        Advances = Table<Advance>();
        AdvanceDays = Table<AdvanceDay>();
        AdvanceDayOf = AdvanceDays.IndexBy(day => (day.PoolId, day.Date), ["pool_id", "date"], key => [key.PoolId, key.Date]);
        OpenAdvanceDaysOfPool = AdvanceDays.SetBy(day => day.PoolId, "pool_id", "\"batch_id\" IS NULL");
        AdvanceHours = Table<AdvanceHour>();
        AdvanceHourOf = AdvanceHours.IndexBy(
            hour => (hour.PoolId, hour.Date, hour.Hour), ["pool_id", "date", "hour"], key => [key.PoolId, key.Date, key.Hour]);
        AdvanceLimits = Table<AdvanceLimit>(keep);
        AdvanceLimitOf = AdvanceLimits.IndexBy(limit => limit.PaymentCompany, ["payment_company"], company => [company]);
        PayoutHolds = Table<PayoutHold>();
        AdvanceAlerts = Table<AdvanceAlert>();
        JobRuns = Table<JobRun>();
        JobPauses = Table<JobPause>();
        DayEndProposals = Table<DayEndProposal>();
        DayEndProposalOf = DayEndProposals.IndexBy(
            proposal => (proposal.BusinessDate, proposal.AccountId), ["business_date", "account_id"], key => [key.BusinessDate, key.AccountId]);
        ReportRuns = Table<ReportRun>();
        ReportSchedules = Table<ReportSchedule>();
        SuspenseItems = Table<SuspenseItem>();
        SuspenseClearings = Table<SuspenseClearing>(appendOnly: true);
        TrialBalanceRows = Table<TrialBalanceRow>(appendOnly: true);
        BalanceSnapshots = Table<BalanceSnapshot>(appendOnly: true);
        Ledger = new LedgerBook(this);

        Rows<T> Table<T>(bool keepAcrossGroups = false, bool appendOnly = false) where T : Row
        {
            var rows = new Rows<T>(this, new TableMap<T>(model), keepAcrossGroups, appendOnly);
            _tables.Add(rows);
            return rows;
        }
    }

    internal CustodyStore Store { get; }

    internal KeySource Keys { get; }

    /// <summary>The instant at which the operation runs (UTC).</summary>
    public DateTime NowUtc { get; private set; }

    /// <summary>The bank's state.</summary>
    public BankState Bank => BankStates.Find(BankState.OnlyId)
        ?? throw new InvalidOperationException("The bank has no accounting date yet: the database was not set up.");

    /// <summary>The only door to balances.</summary>
    public LedgerBook Ledger { get; }
}
