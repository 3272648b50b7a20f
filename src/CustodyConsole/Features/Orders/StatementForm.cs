using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Orders;

/// <summary>The fields of the form that books a payment by the payment company's written statement.</summary>
/// <param name="submission">Its preview and its submission.</param>
/// <param name="order">The recharge or withdrawal.</param>
/// <param name="today">The accounting date.</param>
public sealed class StatementForm(ProposalSubmission submission, CustodyOrder order, DateOnly today)
{
    public ProposalSubmission Submission => submission;

    /// <summary>What the statement may say of this order.</summary>
    public IReadOnlyList<ChannelResult> Results { get; } = order.Type == OrderType.Withdrawal
        ? [ChannelResult.Succeeded, ChannelResult.Failed, ChannelResult.Returned]
        : [ChannelResult.Succeeded, ChannelResult.Failed];

    public ChannelResult Result { get; set; } = order.State == OrderState.Succeeded ? ChannelResult.Returned : ChannelResult.Succeeded;

    public DateOnly? Date { get; set; } = today;

    public string DocumentNo { get; set; } = "";

    public string Serial { get; set; } = "";

    public bool FeeReturned { get; set; }

    /// <summary>The statement, as files.</summary>
    public IReadOnlyList<DocumentRef> Evidence { get; private set; } = [];

    public void Attach(IReadOnlyList<DocumentRef> files) => Change(() => Evidence = files);

    /// <summary>Takes what was typed; the preview goes, because it is of something else.</summary>
    public void Change(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change();
        submission.Forget();
    }

    public Task PreviewAsync() => submission.PreviewAsync(Read);

    private Outcome<Proposal> Read() => new ProposeChannelStatement(
        order.OrderNo, Result, Date ?? default, DocumentNo.Trim(), string.IsNullOrWhiteSpace(Serial) ? null : Serial.Trim(),
        FeeReturned && Result == ChannelResult.Returned) { PoolId = order.PoolId, Evidence = Evidence };
}
