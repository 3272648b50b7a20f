using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Approvals;
using CustodyConsole.Security;

namespace CustodyConsole.Features.Accounts;

/// <summary>
/// The fields of the form that asks for another bank card. Each preview has the payment company check the card, so that
/// only a checked one can be submitted.
/// </summary>
public sealed class CardForm(
    ProposalSubmission submission, CardChangeDesk cards, CurrentStaff staff, long poolId, string accountNo)
{
    public ProposalSubmission Submission => submission;

    public string? CardNumber { get; private set; }

    public string? Mobile { get; private set; }

    public string? Reason { get; private set; }

    public IReadOnlyList<DocumentRef> Evidence { get; private set; } = [];

    public void Fill(string? cardNumber, string? mobile, string? reason)
    {
        if ((cardNumber, mobile, reason) == (CardNumber, Mobile, Reason)) return;
        (CardNumber, Mobile, Reason) = (cardNumber, mobile, reason);
        submission.Forget();
    }

    public void Attach(IReadOnlyList<DocumentRef> files)
    {
        Evidence = files;
        submission.Forget();
    }

    public Task PreviewAsync() => submission.PreviewAsync(async () => await cards.PrepareAsync(
        await staff.GetAsync(), poolId, accountNo, Digits(CardNumber), Digits(Mobile),
        Evidence.Count > 0 ? Evidence[0] : null, Reason?.Trim() ?? ""));

    /// <summary>As people type it: blanks between groups mean nothing.</summary>
    private static string Digits(string? text) => (text ?? "").Replace(" ", "", StringComparison.Ordinal).Trim();
}
