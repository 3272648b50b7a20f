using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Settlement;
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
        AuditEntries = Table<AuditEntry>(appendOnly: true);
        AuditHeads = Table<AuditHead>(keep);
        CalendarNotices = Table<CalendarNotice>();
        Notices = Table<PlatformNotice>();
        Batches = Table<SettlementBatch>();
        BatchesOfPool = Batches.SetBy(batch => batch.PoolId, "pool_id");
        JobRuns = Table<JobRun>();
        JobPauses = Table<JobPause>();
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

    /// <summary>The bank's state, one row.</summary>
    public Rows<BankState> BankStates { get; }

    /// <summary>Accounting days that were cut.</summary>
    public Rows<AccountingDay> AccountingDays { get; }

    /// <summary>An accounting day by its date.</summary>
    public KeyIndex<AccountingDay, DateOnly> DayByDate { get; }

    /// <summary>Platforms.</summary>
    public Rows<Platform> Platforms { get; }

    /// <summary>A platform by its number at the bank.</summary>
    public KeyIndex<Platform, string> PlatformByNo { get; }

    /// <summary>Pools.</summary>
    public Rows<CustodyPool> Pools { get; }

    /// <summary>A pool by platform and payment company.</summary>
    public KeyIndex<CustodyPool, (long PlatformId, string PaymentCompany)> PoolOfPlatform { get; }

    /// <summary>Accounts.</summary>
    public Rows<Account> Accounts { get; }

    /// <summary>An account by its number.</summary>
    public KeyIndex<Account, string> AccountByNumber { get; }

    /// <summary>The platform's and the bank's accounts of a pool.</summary>
    public SetIndex<Account> BankAccountsOfPool { get; }

    /// <summary>Users.</summary>
    public Rows<CustodyUser> Users { get; }

    /// <summary>A user by platform, hash of the identity number (hex) and role.</summary>
    public KeyIndex<CustodyUser, (long PlatformId, string, UserRole Role)> UserByIdentity { get; }

    /// <summary>A user by the platform's own number and role.</summary>
    public KeyIndex<CustodyUser, (long PlatformId, string PlatformUserNo, UserRole Role)> UserByPlatformNo { get; }

    /// <summary>Bank cards.</summary>
    public Rows<BankCard> Cards { get; }

    /// <summary>Orders.</summary>
    public Rows<CustodyOrder> Orders { get; }

    /// <summary>An order by platform and request number.</summary>
    public KeyIndex<CustodyOrder, (long PlatformId, string RequestNo)> OrderByRequest { get; }

    /// <summary>A recharge by pool and the payment company's serial: one payment is booked once (R15).</summary>
    public KeyIndex<CustodyOrder, (long PoolId, string)> RechargeBySerial { get; }

    /// <summary>The orders of an account that were open when they were read or were added since; look at their state again.</summary>
    public SetIndex<CustodyOrder> OrdersOfAccount { get; }

    /// <summary>Steps in the life of orders.</summary>
    public Rows<OrderEvent> OrderEvents { get; }

    /// <summary>Listings.</summary>
    public Rows<Listing> Listings { get; }

    /// <summary>A listing by the platform's number.</summary>
    public KeyIndex<Listing, (long PlatformId, string ListingNo)> ListingByNo { get; }

    /// <summary>Registered compensators.</summary>
    public Rows<ListingCompensator> Compensators { get; }

    /// <summary>The compensators of a listing.</summary>
    public SetIndex<ListingCompensator> CompensatorsOfListing { get; }

    /// <summary>Rows of repayment plans.</summary>
    public Rows<Instalment> Instalments { get; }

    /// <summary>The rows of a listing's plans, of all versions.</summary>
    public SetIndex<Instalment> InstalmentsOfListing { get; }

    /// <summary>Investors' claims.</summary>
    public Rows<Claim> Claims { get; }

    /// <summary>The claims on a listing, in the order in which they were made.</summary>
    public SetIndex<Claim> ClaimsOfListing { get; }

    /// <summary>Recovery claims.</summary>
    public Rows<RecoveryClaim> RecoveryClaims { get; }

    /// <summary>The recovery claims of a listing.</summary>
    public SetIndex<RecoveryClaim> RecoveriesOfListing { get; }

    /// <summary>Freezes.</summary>
    public Rows<Freeze> Freezes { get; }

    /// <summary>The freezes for a listing that were active when read or were added since; look at their state again.</summary>
    public SetIndex<Freeze> FreezesOfListing { get; }

    /// <summary>The freezes of an account that were active when read or were added since; look at their state again.</summary>
    public SetIndex<Freeze> FreezesOfAccount { get; }

    /// <summary>Journal entries; only the ledger adds to them.</summary>
    public Rows<JournalEntry> Entries { get; }

    /// <summary>The entry that reverses the entry with this id.</summary>
    public KeyIndex<JournalEntry, long> ReversalOf { get; }

    /// <summary>The entries of an order.</summary>
    public SetIndex<JournalEntry> EntriesOfOrder { get; }

    /// <summary>Journal lines; only the ledger adds to them.</summary>
    public Rows<JournalLine> Lines { get; }

    /// <summary>What was put to a second person.</summary>
    public Rows<ApprovalRequest> Approvals { get; }

    /// <summary>An approval request by the number of the form that made it.</summary>
    public KeyIndex<ApprovalRequest, string> ApprovalByRequestNo { get; }

    /// <summary>What happened to approval requests.</summary>
    public Rows<ApprovalStep> ApprovalSteps { get; }

    /// <summary>The steps of an approval request.</summary>
    public SetIndex<ApprovalStep> StepsOfApproval { get; }

    /// <summary>Who checks what.</summary>
    public Rows<ApprovalRule> ApprovalRules { get; }

    /// <summary>Dossiers that are being filled in.</summary>
    public Rows<PlatformDraft> PlatformDrafts { get; }

    /// <summary>Dossiers in force and before.</summary>
    public Rows<PlatformVersion> PlatformVersions { get; }

    /// <summary>A dossier by platform and version.</summary>
    public KeyIndex<PlatformVersion, (long PlatformId, int Version)> VersionOfPlatform { get; }

    /// <summary>Uploaded files.</summary>
    public Rows<Document> Documents { get; }

    /// <summary>The bytes of uploaded files.</summary>
    public Rows<DocumentContent> DocumentContents { get; }

    /// <summary>Holiday notices taken over since the program was delivered.</summary>
    public Rows<CalendarNotice> CalendarNotices { get; }

    /// <summary>The outbox: what platforms are told.</summary>
    public Rows<PlatformNotice> Notices { get; }

    /// <summary>Net settlements.</summary>
    public Rows<SettlementBatch> Batches { get; }

    /// <summary>The net settlements of a pool.</summary>
    public SetIndex<SettlementBatch> BatchesOfPool { get; }

    /// <summary>The audit trail.</summary>
    internal Rows<AuditEntry> AuditEntries { get; }

    /// <summary>The end of the audit trail.</summary>
    internal Rows<AuditHead> AuditHeads { get; }
}
