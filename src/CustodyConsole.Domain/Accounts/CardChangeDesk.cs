using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Staff;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Where staff have a new card checked before they ask for its change: the payment company is asked outside the writer, and what it found goes
/// into the request.
/// </summary>
/// <param name="staff">Checks permissions and keeps the audit trail.</param>
/// <param name="channel">The payment company.</param>
/// <param name="keys">Encrypts the new card.</param>
public sealed class CardChangeDesk(StaffDesk staff, IPaymentChannel channel, PersonalData keys)
{
    /// <summary>What the audit trail calls the payment company's answer: it is kept whatever it was, and that there was none.</summary>
    public const string ResultAction = "Accounts.NewCardResult";

    /// <summary>
    /// Has the new card's four elements checked against the name and identity number that the bank holds, and returns the proposal that can be
    /// put to a second person. Refusals in order: <see cref="StaffRefusals.NotPermitted"/>, <see cref="ApprovalRefusals.ReasonMissing"/>,
    /// <see cref="DocumentRefusals.Missing"/>, those of the mobile, those of <see cref="CardChange.Check"/>, those of the card,
    /// <see cref="AccountRefusals.CheckSerialMissing"/>, <see cref="AccountRefusals.CheckFailed"/>.
    /// </summary>
    public async Task<Outcome<Proposal>> PrepareAsync(
        StaffMember actor, long poolId, string accountNo, string cardNumber, string mobile, DocumentRef? evidence, string reason,
        CancellationToken cancellationToken = default)
    {
        var hash = keys.BlindHash(PersonalField.Card, cardNumber);
        var asked = await staff.RunAsync<Asked>(
            actor, Permissions.AccountsChangeCard, poolId,
            new AuditDraft("Accounts.CheckNewCard", "account:" + accountNo) { After = Masked(cardNumber), Reason = reason },
            (books, audit) =>
            {
                if (ApprovalMaking.IsMissing(reason)) return ApprovalRefusals.ReasonMissing();
                if (evidence is null) return DocumentRefusals.Missing();
                if (MobileNumber.Check(mobile) is { Done: false, Refusal: { } malformed }) return malformed;
                var found = CardChange.Check(books, poolId, accountNo, hash);
                if (!found.Done) return found.Refusal;
                var (user, old) = found.Value;
                audit.Before = "*" + old.Last4;
                audit.PlatformNo = JudicialFacts.PlatformNo(books, poolId);
                var bankCode = UserForm.CheckCard(user.Kind, cardNumber);
                if (!bankCode.Done) return bankCode.Refusal;
                return new Asked(user.Id, user.Kind, user.Name, user.IdentityCipher, old.Id, bankCode.Value, books.NewKey(), audit.PlatformNo);
            });
        if (!asked.Done) return asked.Refusal;

        var one = asked.Value;
        var call = new CardCheckCall(
            poolId, $"CC{one.NewCardId}", one.Kind, one.Name, keys.Decrypt(PersonalField.Identity, one.UserId, one.IdentityCipher), cardNumber,
            mobile);
        var told = new AuditDraft(ResultAction, "account:" + accountNo)
        {
            PlatformNo = one.PlatformNo, Before = $"{Masked(cardNumber)} {call.RequestNo}", Reason = reason,
        };
        CardCheck check;
        try
        {
            check = await channel.VerifyCardAsync(call, cancellationToken);
        }
        catch (Exception failure)
        {
            // Whether the payment company has checked it is not known; that it was asked is.
            told.After = "结果未知 unknown: " + failure.GetType().Name;
            await staff.RecordAsync(actor, told, AuditResult.Failed);
            throw;
        }

        var failed = check.Refuse();
        told.After = $"{check.Result}; serial={check.Serial}" + (failed is null ? "" : $"; {failed.Code}");
        await staff.RecordAsync(actor, told, failed is null ? AuditResult.Done : AuditResult.Refused);
        if (failed is not null) return failed;
        var card = new CheckedCard(
            one.NewCardId, Convert.ToBase64String(keys.Encrypt(PersonalField.Card, one.NewCardId, cardNumber)), Convert.ToHexString(hash),
            cardNumber[^4..], one.BankCode, Convert.ToBase64String(keys.Encrypt(PersonalField.Mobile, one.UserId, mobile)), mobile[^4..],
            check.Serial);
        return new ProposeCardChange(accountNo, one.OldCardId, card, evidence!, reason) { PoolId = poolId };
    }

    private static string Masked(string cardNumber) => cardNumber.Length >= 8 ? "*" + cardNumber[^4..] : "*";

    private sealed record Asked(
        long UserId, PartyKind Kind, string Name, byte[] IdentityCipher, long OldCardId, string BankCode, long NewCardId,
        string? PlatformNo);
}
