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
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Staff;

namespace CustodyConsole.Domain.Writing;

/// <summary>The tables of the books, and the ways to find rows in them.</summary>
public sealed partial class Books
{
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

    /// <summary>Users of the console.</summary>
    public Rows<StaffRecord> StaffRecords { get; }

    /// <summary>A user of the console by the name signed in with.</summary>
    public KeyIndex<StaffRecord, string> StaffByUserName { get; }

    /// <summary>The audit trail.</summary>
    internal Rows<AuditEntry> AuditEntries { get; }

    /// <summary>The end of the audit trail.</summary>
    internal Rows<AuditHead> AuditHeads { get; }

    /// <summary>Runs of jobs.</summary>
    public Rows<JobRun> JobRuns { get; }

    /// <summary>Jobs that people have paused.</summary>
    public Rows<JobPause> JobPauses { get; }

    /// <summary>What the system proposed to compensate at the ends of days.</summary>
    public Rows<DayEndProposal> DayEndProposals { get; }

    /// <summary>Those by day and compensator.</summary>
    internal KeyIndex<DayEndProposal, (DateOnly BusinessDate, long AccountId)> DayEndProposalOf { get; }

    /// <summary>Exports.</summary>
    public Rows<ReportRun> ReportRuns { get; }

    /// <summary>Reports that are made by themselves.</summary>
    public Rows<ReportSchedule> ReportSchedules { get; }
}
