using System.Text.Json.Serialization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>Puts a judicial freeze 司法冻结 to a second person; approved, it is <see cref="JudicialFreeze"/>.</summary>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="AmountFen">The amount in fen, above zero.</param>
/// <param name="DocumentNo">The number of the legal document.</param>
/// <param name="Authority">The court or authority that orders it.</param>
public sealed record ProposeFreeze(string AccountNo, long AmountFen, string DocumentNo, string Authority) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.JudicialFreeze;

    /// <summary>The legal document, as a file.</summary>
    public IReadOnlyList<DocumentRef> Evidence { get; init; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<DocumentRef> Files => Evidence;

    // Another court may order something for the same account at the same time; one order is asked for once.
    internal override bool OnePendingPerSubject => false;

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/>, <see cref="AccountRefusals.DocumentMissing"/>,
    /// <see cref="AccountRefusals.AuthorityMissing"/>, <see cref="DocumentRefusals.Missing"/>, <see cref="DocumentRefusals.TooMany"/>,
    /// <see cref="DocumentRefusals.Unknown"/>, <see cref="LedgerRefusals.UnknownAccount"/>, <see cref="ApprovalRefusals.AnotherPending"/> for
    /// the same document, <see cref="LedgerRefusals.InsufficientFunds"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (AmountFen <= 0) return FenRefusals.NotPositive("amount");
        if (JudicialFreeze.IsMissing(DocumentNo)) return AccountRefusals.DocumentMissing();
        if (string.IsNullOrWhiteSpace(Authority) || Authority.Length > 128) return AccountRefusals.AuthorityMissing();
        if (JudicialFacts.RefuseFiles(books, Evidence) is { } files) return files;
        if (books.AccountByNumber.Find(AccountNo) is not { UserId: not null } account || account.PoolId != PoolId)
            return LedgerRefusals.UnknownAccount(AccountNo);
        if (JudicialFacts.SameOrder(books, Type, AccountNo, DocumentNo, request) is { } same) return same;
        if (account.AvailableFen < AmountFen)
            return LedgerRefusals.InsufficientFunds(account.Number, account.AvailableFen, AmountFen);
        return new ProposalFacts(
            $"account:{AccountNo}", JudicialFacts.PlatformNo(books, PoolId), AmountFen,
            $"依据{Authority}《{DocumentNo}》，冻结账户 {AccountNo} 人民币 {Fen.Format(AmountFen)} 元",
            $"Freeze {Fen.Format(AmountFen)} yuan of account {AccountNo} by order {DocumentNo} of {Authority}",
            [.. JudicialFacts.Balances(account, AmountFen), .. JudicialFacts.Of(Evidence)]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, Staff.StaffMember checker)
    {
        var done = new JudicialFreeze(
            new RequestHead(PoolId, request.No, request.MakerUser), AccountNo, AmountFen, DocumentNo).Run(books);
        if (!done.Done) return done.Refusal;
        return $"{done.Value.OrderNo} {done.Value.AuthCode}";
    }
}

/// <summary>Puts the release of a judicial freeze 司法解冻 to a second person; approved, it is <see cref="JudicialRelease"/>.</summary>
/// <param name="AuthCode">The code that the freeze was given.</param>
/// <param name="AmountFen">The amount to release in fen, at most what the freeze still holds.</param>
/// <param name="DocumentNo">The number of the legal document that releases it.</param>
/// <param name="Authority">The court or authority that orders it.</param>
public sealed record ProposeRelease(string AuthCode, long AmountFen, string DocumentNo, string Authority) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.JudicialRelease;

    /// <summary>The legal document, as a file.</summary>
    public IReadOnlyList<DocumentRef> Evidence { get; init; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<DocumentRef> Files => Evidence;

    // Another court may order something for the same account at the same time; one order is asked for once.
    internal override bool OnePendingPerSubject => false;

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/>, <see cref="AccountRefusals.DocumentMissing"/>,
    /// <see cref="AccountRefusals.AuthorityMissing"/>, <see cref="DocumentRefusals.Missing"/>, <see cref="DocumentRefusals.TooMany"/>,
    /// <see cref="DocumentRefusals.Unknown"/>, <see cref="AccountRefusals.NotJudicial"/>, <see cref="ApprovalRefusals.AnotherPending"/> for
    /// the same document, <see cref="LedgerRefusals.FreezeTooSmall"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (AmountFen <= 0) return FenRefusals.NotPositive("amount");
        if (JudicialFreeze.IsMissing(DocumentNo)) return AccountRefusals.DocumentMissing();
        if (string.IsNullOrWhiteSpace(Authority) || Authority.Length > 128) return AccountRefusals.AuthorityMissing();
        if (JudicialFacts.RefuseFiles(books, Evidence) is { } files) return files;
        if (Freeze.IdOf(AuthCode) is not { } id || books.Freezes.Find(id) is not { Purpose: FreezePurpose.Judicial } freeze
            || books.Accounts.Get(freeze.AccountId) is not { } account || account.PoolId != PoolId)
            return AccountRefusals.NotJudicial(AuthCode);
        if (JudicialFacts.SameOrder(books, Type, account.Number, DocumentNo, request) is { } same) return same;
        if (freeze.RemainingFen < AmountFen) return LedgerRefusals.FreezeTooSmall(AuthCode, freeze.RemainingFen, AmountFen);
        return new ProposalFacts(
            $"account:{account.Number}", JudicialFacts.PlatformNo(books, PoolId), AmountFen,
            $"依据{Authority}《{DocumentNo}》，解除账户 {account.Number} 冻结 {AuthCode} 中的人民币 {Fen.Format(AmountFen)} 元",
            $"Release {Fen.Format(AmountFen)} yuan of freeze {AuthCode} on account {account.Number} by order {DocumentNo} of {Authority}",
            [
                .. JudicialFacts.Balances(account, -AmountFen),
                new ApprovalChange(
                    "该笔冻结余额", "Left of this freeze",
                    Fen.Format(freeze.RemainingFen), Fen.Format(freeze.RemainingFen - AmountFen)),
                .. JudicialFacts.Of(Evidence),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, Staff.StaffMember checker)
    {
        var done = new JudicialRelease(
            new RequestHead(PoolId, request.No, request.MakerUser), AuthCode, AmountFen, DocumentNo).Run(books);
        if (!done.Done) return done.Refusal;
        return done.Value.OrderNo;
    }
}

/// <summary>What both proposals show.</summary>
internal static class JudicialFacts
{
    public static string? PlatformNo(Books books, long poolId) =>
        books.Pool(poolId) is { } pool ? books.Platforms.Get(pool.PlatformId).No : null;

    /// <summary>The most files of one order.</summary>
    public const int EvidenceMax = 10;

    /// <summary>What is wrong with the files; null where nothing is: nobody decides on an order that they have not seen.</summary>
    public static Refusal? RefuseFiles(Books books, IReadOnlyList<DocumentRef> files) =>
        files.Count == 0 ? DocumentRefusals.Missing()
        : files.Count > EvidenceMax ? DocumentRefusals.TooMany(EvidenceMax)
        : DraftOfProposal.MissingFile(books, files);

    /// <summary>Another request that is pending for the same document on the same account.</summary>
    public static Refusal? SameOrder(Books books, ApprovalType type, string accountNo, string documentNo, ApprovalRequest? itself)
    {
        var subject = $"account:{accountNo}";
        var same = books.Approvals
            .Search(
                other => other.Subject == subject && other.Type == type && other.State == ApprovalState.Pending
                    && other.DeadlineUtc >= books.NowUtc && other.Id != itself?.Id,
                "\"subject\" = {0} AND \"state\" = 1", subject)
            .FirstOrDefault(other => ProposalText.Read(other.Type, other.Content) switch
            {
                ProposeFreeze freeze => freeze.DocumentNo == documentNo,
                ProposeRelease release => release.DocumentNo == documentNo,
                _ => false,
            });
        return same is null ? null : ApprovalRefusals.AnotherPending(same.No);
    }

    /// <summary>The files as a checker is shown them.</summary>
    public static IEnumerable<ApprovalChange> Of(IReadOnlyList<DocumentRef> files) =>
        files.Select(file => new ApprovalChange("法律文书", "Legal document", null, $"{file.FileName} · SHA-256 {file.Sha256}"));

    /// <summary>Balances move by themselves, so they do not bind; they are looked at again when the request is carried out.</summary>
    public static IReadOnlyList<ApprovalChange> Balances(Account account, long frozenMoreFen) =>
    [
        new("可用余额", "Available", Fen.Format(account.AvailableFen), Fen.Format(account.AvailableFen - frozenMoreFen), Binding: false),
        new("冻结金额", "Frozen", Fen.Format(account.FrozenFen), Fen.Format(account.FrozenFen + frozenMoreFen), Binding: false),
    ];
}
