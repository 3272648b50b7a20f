using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>What of a user can be shown in clear.</summary>
public enum RevealField
{
    /// <summary>Identity number or credit code 证件号码.</summary>
    Identity = 1,
    /// <summary>Mobile 手机号.</summary>
    Mobile = 2,
    /// <summary>The bound card 银行卡号.</summary>
    Card = 3,
}

/// <summary>For what it is needed.</summary>
public enum RevealReason
{
    /// <summary>The user asks in person 客户本人办理业务.</summary>
    UserRequest = 1,
    /// <summary>A court or authority asks 司法协查.</summary>
    JudicialInquiry = 2,
    /// <summary>A difference is looked into 差错核查.</summary>
    Difference = 3,
    /// <summary>A complaint is dealt with 投诉处理.</summary>
    Complaint = 4,
    /// <summary>Money laundering or fraud is suspected 反洗钱与风险核查.</summary>
    Suspicion = 5,
}

/// <summary>
/// The one way to see personal data in clear 查看敏感信息 (R81): with a permission, a proof of identity shortly before, and a reason. Each time is
/// in the audit trail before anything is opened: who, which field, why; never the value.
/// </summary>
/// <param name="staff">Checks the permission and keeps the audit trail.</param>
/// <param name="keys">Opens what is encrypted.</param>
public sealed class RevealDesk(StaffDesk staff, PersonalData keys)
{
    /// <summary>How long a page may show it.</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromSeconds(60);

    /// <summary>The longest explanation.</summary>
    public const int TextMax = 200;

    /// <summary>
    /// Opens one field of an account's user. Refusals in order: <see cref="StaffRefusals.NotPermitted"/>,
    /// <see cref="StaffRefusals.ProofNeeded"/>, <see cref="AccountRefusals.RevealReasonMissing"/>,
    /// <see cref="LedgerRefusals.UnknownAccount"/>, <see cref="AccountRefusals.NoCardBound"/>.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="accountNo">The account.</param>
    /// <param name="field">What is to be shown.</param>
    /// <param name="reason">For what.</param>
    /// <param name="text">The case in words.</param>
    public async Task<Outcome<string>> RevealAsync(
        StaffMember actor, string accountNo, RevealField field, RevealReason reason, string? text)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var audit = new AuditDraft(Permissions.AccountsReveal, "account:" + accountNo)
        {
            After = field.ToString(),
            Reason = $"{WordOf(reason)}：{text?.Trim()}",
        };
        var opened = await staff.RunAsync<(PersonalField Field, long RowId, byte[] Cipher)>(
            actor, Permissions.AccountsReveal, CustodyStore.NoPool, audit,
            (books, draft) =>
            {
                if (WhyNot(books, actor, reason, text) is { } refused) return refused;
                if (books.AccountByNumber.Find(accountNo) is not { UserId: { } userId } account)
                    return LedgerRefusals.UnknownAccount(accountNo);
                draft.PlatformNo = JudicialFacts.PlatformNo(books, account.PoolId);
                var user = books.Users.Get(userId);
                switch (field)
                {
                    case RevealField.Identity: return (PersonalField.Identity, user.Id, user.IdentityCipher);
                    case RevealField.Mobile: return (PersonalField.Mobile, user.Id, user.MobileCipher);
                    case RevealField.Card when user.CardId is { } cardId:
                        return (PersonalField.Card, cardId, books.Cards.Get(cardId).NumberCipher);
                    default: return AccountRefusals.NoCardBound(accountNo);
                }
            });
        if (!opened.Done) return opened.Refusal;
        var (column, rowId, cipher) = opened.Value;
        return keys.Decrypt(column, rowId, cipher);
    }

    /// <summary>
    /// Opens one field of the dossier in force of a platform: a contact, or the legal representative. Refusals in order:
    /// <see cref="StaffRefusals.NotPermitted"/>, <see cref="StaffRefusals.ProofNeeded"/>, <see cref="AccountRefusals.RevealReasonMissing"/>,
    /// <see cref="PlatformRefusals.Unknown"/>, <see cref="DossierRefusals.NothingSealed"/>.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="platformNo">The platform.</param>
    /// <param name="key">The field, as <see cref="DossierField.Key"/>.</param>
    /// <param name="reason">For what.</param>
    /// <param name="text">The case in words.</param>
    public async Task<Outcome<string>> RevealDossierAsync(
        StaffMember actor, string platformNo, string key, RevealReason reason, string? text)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var audit = new AuditDraft(Permissions.PlatformsReveal, "platform:" + platformNo)
        {
            After = key,
            Reason = $"{WordOf(reason)}：{text?.Trim()}",
            PlatformNo = platformNo,
        };
        var opened = await staff.RunAsync<SealedText>(
            actor, Permissions.PlatformsReveal, CustodyStore.NoPool, audit,
            (books, _) =>
            {
                if (WhyNot(books, actor, reason, text) is { } refused) return refused;
                if (books.PlatformByNo.Find(platformNo) is not { } platform) return PlatformRefusals.Unknown(platformNo);
                return PlatformVersions.Current(books, platform).SealedIn(key) is { } kept ? kept : DossierRefusals.NothingSealed(platformNo);
            });
        return opened.Done ? opened.Value.Open(keys) : opened.Refusal;
    }

    /// <summary>What is missing of the proof and the reason; null where nothing is.</summary>
    private static Refusal? WhyNot(Books books, StaffMember actor, RevealReason reason, string? text) =>
        !actor.HasProved(books.NowUtc) ? StaffRefusals.ProofNeeded()
        : !Enum.IsDefined(reason) || string.IsNullOrWhiteSpace(text) || text.Trim().Length > TextMax ? AccountRefusals.RevealReasonMissing(TextMax)
        : null;

    private static string WordOf(RevealReason reason) => reason switch
    {
        RevealReason.UserRequest => "客户本人办理业务",
        RevealReason.JudicialInquiry => "司法协查",
        RevealReason.Difference => "差错核查",
        RevealReason.Complaint => "投诉处理",
        RevealReason.Suspicion => "反洗钱与风险核查",
        _ => "未说明用途",
    };
}
