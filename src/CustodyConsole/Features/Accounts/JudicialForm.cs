using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Accounts;

/// <summary>The fields of the form that asks for a judicial freeze, or for the release of one.</summary>
/// <param name="submission">Its preview and its submission.</param>
/// <param name="poolId">The pool of the account.</param>
/// <param name="accountNo">The account.</param>
/// <param name="authCode">The freeze to release; null where one is asked for.</param>
public sealed class JudicialForm(ProposalSubmission submission, long poolId, string accountNo, string? authCode)
{
    public ProposalSubmission Submission => submission;

    public string? Amount { get; private set; }

    public string? DocumentNo { get; private set; }

    public string? Authority { get; private set; }

    /// <summary>The legal document, as files.</summary>
    public IReadOnlyList<DocumentRef> Evidence { get; private set; } = [];

    public void Attach(IReadOnlyList<DocumentRef> files)
    {
        Evidence = files;
        submission.Forget();
    }

    public void Fill(string? amount, string? documentNo, string? authority)
    {
        if ((amount, documentNo, authority) == (Amount, DocumentNo, Authority)) return;
        (Amount, DocumentNo, Authority) = (amount, documentNo, authority);
        submission.Forget();
    }

    public Task PreviewAsync() => submission.PreviewAsync(Read);

    private Outcome<Proposal> Read()
    {
        var amount = Fen.Parse("amount", Amount?.Trim());
        if (!amount.Done) return amount.Refusal;
        var (document, authority) = (DocumentNo?.Trim() ?? "", Authority?.Trim() ?? "");
        return authCode is null
            ? new ProposeFreeze(accountNo, amount.Value, document, authority) { PoolId = poolId, Evidence = Evidence }
            : new ProposeRelease(authCode, amount.Value, document, authority) { PoolId = poolId, Evidence = Evidence };
    }
}
