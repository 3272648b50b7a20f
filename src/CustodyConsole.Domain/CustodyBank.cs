using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain;

/// <summary>
/// The custody bank as its interfaces, screens, replays and jobs use it. What is decided inside the bank is one request
/// to the writer; what needs the payment company is several, with the call between them: the order is durable before
/// the call goes out, and the answer is a request of its own. Nothing waits for the outside while the writer works.
/// </summary>
/// <param name="writer">The writer of the custody database.</param>
/// <param name="channel">The payment company.</param>
/// <param name="personalData">Opens and closes what is personal.</param>
public sealed class CustodyBank(GroupWriter writer, IPaymentChannel channel, PersonalData personalData)
{
    /// <summary>What stands for the evidence of a check that was not made yet; it proves nothing.</summary>
    private static readonly CardCheck NotChecked = new(CardCheckResult.Mismatch, "");

    /// <summary>The keys of personal data, for requests that carry some.</summary>
    public PersonalData PersonalData { get; } = personalData;

    /// <summary>Gives a new bank its first accounting date; an older bank keeps its own.</summary>
    public Task<Outcome<DateOnly>> SetUpAsync(DateOnly firstDate) =>
        writer.RunAsync(0, books => AccountingDates.SetUp(books, firstDate));

    /// <summary>Takes a platform on; see <see cref="OpenPlatform"/>.</summary>
    public Task<Outcome<CustodyPool>> OpenPlatformAsync(PlatformTerms terms) =>
        writer.RunAsync(0, books => OpenPlatform.Run(books, terms));

    /// <summary>Cuts the day; see <see cref="AccountingDates.Cut"/>.</summary>
    public Task<Outcome<DateOnly>> CutDayAsync(DateOnly next) =>
        writer.RunAsync(0, books => AccountingDates.Cut(books, next));

    /// <summary>Closes accounting days; see <see cref="AccountingDates.Close"/>.</summary>
    public Task<Outcome<DateOnly>> CloseDayAsync(DateOnly date) =>
        writer.RunAsync(0, books => AccountingDates.Close(books, date));

    /// <summary>Asks for anything that the bank decides by itself.</summary>
    public Task<Outcome<Receipt>> AskAsync(BankRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return writer.RunAsync(request.Head.PoolId, request.Run, request.WantAll);
    }

    /// <summary>
    /// Puts an accepted withdrawal into transit without calling anybody: for replays and for whoever pays out by other
    /// means.
    /// </summary>
    public Task<Outcome<Receipt>> SendAsync(SendWithdrawal step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return writer.RunAsync(step.PoolId, step.Run, step.Want);
    }

    /// <summary>
    /// Takes an answer of the payment company. One that contradicts the books is refused, but recorded; see
    /// <see cref="TakeAnswer"/>.
    /// </summary>
    public async Task<Outcome<Receipt>> TakeAsync(TakeAnswer step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var taken = await writer.RunAsync(step.PoolId, step.Run, step.Want);
        if (!taken.Done) return taken.Refusal;
        if (taken.Value.Contradiction is { } contradiction) return contradiction;
        return taken.Value.Receipt;
    }

    /// <summary>Takes what the payment company sends by itself.</summary>
    public Task<Outcome<Receipt>> TakeCallbackAsync(ChannelCallback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return TakeAsync(new TakeAnswer(callback.PoolId, callback.OrderNo, callback.Answer));
    }

    /// <summary>
    /// Opens a sub-account: checks the form and that nobody has it yet, has the four elements checked by the payment
    /// company, and opens. Refusals: those of <see cref="OpenUser"/>; what can be told without the payment company is
    /// told before it is asked.
    /// </summary>
    public async Task<Outcome<Receipt>> OpenUserAsync(
        RequestHead head, UserForm form, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(form);
        var request = new OpenUser(head, form, NotChecked, PersonalData);
        var early = await writer.RunAsync<Early>(head.PoolId, books => Early.Of(request.Precheck(books)));
        if (!early.Done) return early.Refusal;
        if (early.Value.Answer is { } answer) return answer;

        var check = await channel.VerifyCardAsync(
            new CardCheckCall(
                head.PoolId, head.RequestNo, form.Kind, form.Name, form.IdentityValue, form.CardNumber, form.Mobile),
            cancellationToken);
        return await AskAsync(request with { Evidence = check });
    }

    /// <summary>
    /// Binds a card: the name and identity number that the bank holds are checked with it. Refusals: those of <see
    /// cref="BindCard"/>.
    /// </summary>
    public async Task<Outcome<Receipt>> BindCardAsync(
        RequestHead head, string accountNo, string cardNumber, string mobile, Verification verification,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(head);
        var request = new BindCard(head, accountNo, cardNumber, mobile, verification, NotChecked, PersonalData);
        var early = await writer.RunAsync<Early>(
            head.PoolId,
            books => Early.Of(request.Precheck(books, out var user), user is null ? null : Party.Of(user)));
        if (!early.Done) return early.Refusal;
        if (early.Value.Answer is { } answer) return answer;

        var party = early.Value.Party!;
        var check = await channel.VerifyCardAsync(
            new CardCheckCall(
                head.PoolId, head.RequestNo, party.Kind, party.Name,
                PersonalData.Decrypt(PersonalField.Identity, party.UserId, party.IdentityCipher), cardNumber, mobile),
            cancellationToken);
        return await AskAsync(request with { Evidence = check });
    }

    /// <summary>
    /// Recharges in one go, for callers that have the user's code already: <see cref="StartRechargeAsync"/>, then
    /// <see cref="ConfirmRechargeAsync"/>.
    /// </summary>
    public async Task<Outcome<Receipt>> RechargeAsync(
        AcceptRecharge request, string smsCode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = await StartRechargeAsync(request, cancellationToken);
        return started is { Done: true, Value.State: OrderState.Accepted }
            ? await ConfirmRechargeAsync(request.Head.PoolId, started.Value.OrderNo, smsCode)
            : started;
    }

    /// <summary>
    /// Writes the order of a recharge, then has the payment company send the user a code. Repeated, it sends another
    /// code.
    /// </summary>
    public async Task<Outcome<Receipt>> StartRechargeAsync(
        AcceptRecharge request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var accepted = await AskAsync(request);
        if (accepted is not { Done: true, Value.State: OrderState.Accepted }) return accepted;

        var call = await CallAsync(request.Head.PoolId, accepted.Value.OrderNo);
        if (!call.Done) return call.Refusal;
        var sent = await channel.SendSmsAsync(call.Value.Open(PersonalData), cancellationToken);
        return sent.Result == ChannelResult.Failed
            ? await TakeAsync(new TakeAnswer(request.Head.PoolId, accepted.Value.OrderNo, sent))
            : accepted;
    }

    /// <summary>
    /// Confirms a recharge with the code that the user typed and takes the payment company's answer. The order is
    /// marked as sent before the call goes out, so that its result is asked for if the answer is lost; one that was
    /// sent already is returned as it stands.
    /// </summary>
    public async Task<Outcome<Receipt>> ConfirmRechargeAsync(long poolId, string orderNo, string smsCode)
    {
        var call = await CallAsync(poolId, orderNo, send: true);
        if (!call.Done) return call.Refusal;
        if (call.Value.Receipt.Repeated) return call.Value.Receipt;
        var answer = await channel.ConfirmRechargeAsync(call.Value.Open(PersonalData), smsCode);
        return await TakeAsync(new TakeAnswer(poolId, orderNo, answer));
    }

    /// <summary>
    /// Withdraws: accepted, sent, paid out, answered. Repeated under the same request number, it goes on where it
    /// stopped before anything was sent, and otherwise returns the order as it stands.
    /// </summary>
    public async Task<Outcome<Receipt>> WithdrawAsync(Withdrawal request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var accepted = await AskAsync(request);
        return accepted is { Done: true, Value.State: OrderState.Accepted }
            ? await PayOutAsync(request.Head.PoolId, accepted.Value.OrderNo)
            : accepted;
    }

    /// <summary>
    /// Sends an accepted withdrawal and has it paid out. One that was sent already is not sent again.
    /// </summary>
    public async Task<Outcome<Receipt>> PayOutAsync(long poolId, string orderNo)
    {
        var sent = await SendAsync(new SendWithdrawal(poolId, orderNo));
        if (sent is not { Done: true, Value.Repeated: false }) return sent;
        var call = await CallAsync(poolId, orderNo);
        if (!call.Done) return call.Refusal;
        var answer = await channel.PayOutAsync(call.Value.Open(PersonalData));
        return await TakeAsync(new TakeAnswer(poolId, orderNo, answer));
    }

    /// <summary>
    /// Asks the payment company about every order of a pool whose result is open, and takes the answers. No order fails
    /// because time has passed (R21). A payout that the payment company does not know was never made, because a payout
    /// is made once per order number: it is asked for again under the same number.
    /// </summary>
    /// <param name="poolId">The pool.</param>
    /// <param name="unchangedSince">Only orders that have not changed since this instant, so that nobody asks about
    /// what is under way.</param>
    /// <param name="cancellationToken">Stops between two orders.</param>
    /// <returns>What became of each order, in the order of their acceptance.</returns>
    public async Task<IReadOnlyList<Outcome<Receipt>>> QueryUnknownAsync(
        long poolId, DateTime unchangedSince, CancellationToken cancellationToken = default)
    {
        var open = await writer.RunAsync<IReadOnlyList<PaymentQuery>>(
            poolId, books => OpenPayments(books, poolId, unchangedSince));
        var answers = new List<Outcome<Receipt>>();
        foreach (var query in open.Value)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = await channel.QueryAsync(query, cancellationToken);
            if (answer.Result == ChannelResult.NotFound && query.IsPayout)
            {
                var call = await CallAsync(poolId, query.OrderNo);
                if (call.Done) answer = await channel.PayOutAsync(call.Value.Open(PersonalData));
            }

            answers.Add(await TakeAsync(new TakeAnswer(poolId, query.OrderNo, answer)));
        }

        return answers;
    }

    private static List<PaymentQuery> OpenPayments(Books books, long poolId, DateTime unchangedSince) =>
    [
        .. books.Orders
            .Search(
                order => order.PoolId == poolId && order.UpdatedAtUtc <= unchangedSince && IsOpen(order),
                "\"state\" IN (2, 3) AND \"pool_id\" = {0} AND \"type\" IN (10, 11) ORDER BY \"id\"",
                poolId)
            .Select(order => new PaymentQuery(
                poolId,
                order.OrderNo,
                order.Type == OrderType.Withdrawal,
                order.Type == OrderType.Withdrawal ? WithdrawalParts.Of(order).PayoutFen : order.AmountFen)),
    ];

    /// <summary>Both for recharges and for withdrawals: what was not sent was not paid.</summary>
    private static bool IsOpen(CustodyOrder order) =>
        order is { Type: OrderType.Recharge or OrderType.Withdrawal, State: OrderState.Sent or OrderState.Unknown };

    /// <summary>What a call about an order needs; <paramref name="send"/> marks an accepted recharge as sent.</summary>
    private Task<Outcome<SealedCall>> CallAsync(long poolId, string orderNo, bool send = false) =>
        writer.RunAsync<SealedCall>(poolId, books =>
        {
            var found = Admission.FindOrder(books, poolId, orderNo);
            if (found is not { AccountId: { } accountId, CardId: { } cardId } order)
                return OrderRefusals.UnknownOrder(orderNo);
            if (send && order.Type != OrderType.Recharge) return PaymentRefusals.NotARecharge(orderNo);
            var repeated = order.State != OrderState.Accepted;
            if (send && !repeated) Admission.Step(books, order, OrderState.Sent, null);
            var user = books.Users.Get(books.Accounts.Get(accountId).UserId!.Value);
            var amountFen = order.Type == OrderType.Withdrawal ? WithdrawalParts.Of(order).PayoutFen : order.AmountFen;
            return new SealedCall(
                RequestNumbers.ReceiptOf(books, order, repeated), poolId, amountFen, Party.Of(user), cardId,
                books.Cards.Get(cardId).NumberCipher);
        });

    /// <summary>What the writer's thread hands out about a user; the rows themselves stay with it.</summary>
    private sealed record Party(long UserId, PartyKind Kind, string Name, byte[] IdentityCipher, byte[] MobileCipher)
    {
        public static Party Of(CustodyUser user) =>
            new(user.Id, user.Kind, user.Name, user.IdentityCipher, user.MobileCipher);
    }

    /// <summary>The end of a request before the payment company is asked, or what to ask it about.</summary>
    private sealed record Early(Receipt? Answer, Party? Party)
    {
        public static Outcome<Early> Of(Outcome<Receipt>? answer, Party? party = null)
        {
            if (answer is not { } end) return new Early(null, party);
            return end.Done ? new Early(end.Value, null) : end.Refusal;
        }
    }

    /// <summary>
    /// A call with its personal data still encrypted: it is opened outside the writer, just before the call goes out.
    /// </summary>
    private sealed record SealedCall(
        Receipt Receipt, long PoolId, long AmountFen, Party Party, long CardId, byte[] CardCipher)
    {
        public PaymentCall Open(PersonalData personalData) => new(
            PoolId,
            Receipt.OrderNo,
            AmountFen,
            Party.Name,
            personalData.Decrypt(PersonalField.Card, CardId, CardCipher),
            personalData.Decrypt(PersonalField.Mobile, Party.UserId, Party.MobileCipher));
    }
}
