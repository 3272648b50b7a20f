using System.Text.Json.Serialization;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// Puts the payment company's written statement 支付公司书面答复 on a payment to a second person: where its interface gives no result, or one that does
/// not fit the order, its word on paper is the evidence (R21). Approved, it is taken through the same door as any answer (<see cref="TakeAnswer"/>),
/// so exactly that is booked which the answer itself would have booked. No timer ever does this.
/// </summary>
/// <param name="OrderNo">The recharge or withdrawal.</param>
/// <param name="Result">What the statement says: succeeded, failed, or a payout that came back.</param>
/// <param name="TransactionDate">The day on which that happened, by the statement.</param>
/// <param name="DocumentNo">The number of the document, 1 to 64 characters.</param>
/// <param name="Serial">The payment company's serial; needed for a success.</param>
/// <param name="FeeReturned">With a payout that came back: the fee comes back as well (R22).</param>
public sealed record ProposeChannelStatement(
    string OrderNo, ChannelResult Result, DateOnly TransactionDate, string DocumentNo, string? Serial = null, bool FeeReturned = false) : Proposal
{
    /// <summary>The longest number of a document.</summary>
    public const int DocumentNoMax = 64;

    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.ChannelStatement;

    /// <summary>The statement, as files.</summary>
    public IReadOnlyList<DocumentRef> Evidence { get; init; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<DocumentRef> Files => Evidence;

    /// <summary>
    /// Refusals in order: <see cref="PaymentRefusals.StatementMalformed"/>, <see cref="PaymentRefusals.SerialMissing"/>,
    /// <see cref="DocumentRefusals.Missing"/>, <see cref="DocumentRefusals.TooMany"/>, <see cref="DocumentRefusals.Unknown"/>,
    /// <see cref="OrderRefusals.UnknownOrder"/>, <see cref="OrderRefusals.WrongState"/>, <see cref="PaymentRefusals.StatementDate"/>,
    /// <see cref="PaymentRefusals.StatementBooksNothing"/>, <see cref="PaymentRefusals.SerialTaken"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (Result is not (ChannelResult.Succeeded or ChannelResult.Failed or ChannelResult.Returned) || JudicialFreeze.IsMissing(DocumentNo)
            || (FeeReturned && Result != ChannelResult.Returned))
            return PaymentRefusals.StatementMalformed(DocumentNoMax);
        if (Serial is { Length: > Recharge.SerialLengthMax } || (Result == ChannelResult.Succeeded && string.IsNullOrWhiteSpace(Serial)))
            return PaymentRefusals.SerialMissing(Recharge.SerialLengthMax);
        if (JudicialFacts.RefuseFiles(books, Evidence) is { } files) return files;
        if (Admission.FindOrder(books, PoolId, OrderNo) is not { Type: OrderType.Recharge or OrderType.Withdrawal } order)
            return OrderRefusals.UnknownOrder(OrderNo);
        // What was not sent yet, the payment company cannot have anything to say about.
        if (order.State == OrderState.Accepted) return OrderRefusals.WrongState(OrderNo, order.State);
        if (TransactionDate < order.AccountingDate || TransactionDate > books.Bank.AccountingDate)
            return PaymentRefusals.StatementDate(OrderNo, TransactionDate, order.AccountingDate, books.Bank.AccountingDate);
        var end = EndOf(order);
        if (end is null || (end == order.State && books.EntriesOfOrder.Of(order.Id).Any(IsSuspense)))
            return PaymentRefusals.StatementBooksNothing(OrderNo, order.State, Result);
        if (order.Type == OrderType.Recharge && Serial is { } serial && books.RechargeBySerial.Find((PoolId, serial)) is { } other && other != order)
            return PaymentRefusals.SerialTaken(serial, other.OrderNo);

        var platform = books.Platforms.Get(order.PlatformId);
        var (what, english) = order.Type == OrderType.Recharge ? ("充值", "recharge") : ("提现", "withdrawal");
        var (says, saysEnglish) = (PaymentRefusals.Chinese(Result), PaymentRefusals.English(Result));
        return new ProposalFacts(
            $"order:{OrderNo}", platform.No, order.AmountFen,
            $"依据支付公司书面答复《{DocumentNo}》，认定平台 {platform.No} {platform.Name} 的{what}订单 {OrderNo} 于 {TransactionDate:yyyy-MM-dd} {says}",
            $"By the payment company's written statement {DocumentNo}, {english} {OrderNo} of platform {platform.No} {platform.Name} {saysEnglish} on {TransactionDate:yyyy-MM-dd}",
            [
                new(
                    "订单状态", "State", OrderWords.Chinese(order.State),
                    end == order.State ? $"{OrderWords.Chinese(order.State)}，资金转入挂账" : OrderWords.Chinese(end.Value),
                    BeforeEnglish: OrderWords.English(order.State),
                    AfterEnglish: end == order.State ? $"{OrderWords.English(order.State)}, the money lies in suspense" : OrderWords.English(end.Value)),
                new("支付公司流水号", "Serial", order.ChannelSerial, Serial ?? order.ChannelSerial),
                new("交易日期", "Transaction date", null, $"{TransactionDate:yyyy-MM-dd}"),
                .. StatementEffect.Of(books, order, StepOf(order), FeeReturned),
                .. Evidence.Select(file => new ApprovalChange("书面答复", "Statement", null, $"{file.FileName} · SHA-256 {file.Sha256}")),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var note = $"支付公司书面答复 statement {DocumentNo} {request.No}";
        var answer = new ChannelAnswer(Result, Serial, note, TransactionDate: TransactionDate, FeeReturned: FeeReturned);
        var taken = new TakeAnswer(PoolId, OrderNo, answer).Run(books);
        if (!taken.Done) return taken.Refusal;
        var order = Admission.FindOrder(books, PoolId, OrderNo)!;
        // A success is noted by its serial; the order shall say as well by which paper it was believed.
        if (Result == ChannelResult.Succeeded)
            books.OrderEvents.Add(new OrderEvent { OrderId = order.Id, State = order.State, AtUtc = books.NowUtc, Note = note });
        return OrderNo;
    }

    private AnswerStep StepOf(CustodyOrder order) =>
        order.Type == OrderType.Recharge ? AnswerTable.Recharge(order.State, Result) : AnswerTable.Withdrawal(order.State, Result);

    /// <summary>The state that the answer leads to, its own where money goes into suspense; null where it books nothing.</summary>
    private OrderState? EndOf(CustodyOrder order) => StepOf(order) switch
    {
        AnswerStep.Succeed => OrderState.Succeeded,
        AnswerStep.Fail => OrderState.Failed,
        AnswerStep.Return or AnswerStep.SucceedAndReturn => OrderState.Returned,
        AnswerStep.ContradictIntoSuspense => order.State,
        _ => null,
    };

    private static bool IsSuspense(JournalEntry entry) => entry.Operation is Operation.RechargeInSuspense or Operation.WithdrawalInSuspense;
}
