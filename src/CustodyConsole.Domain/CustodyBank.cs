using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Settlement;
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

    /// <summary>
    /// Switches users' money from unsettled to settled, step after step, until the batch is closed; see <see cref="ReleaseFloat"/>.
    /// </summary>
    /// <param name="poolId">The pool.</param>
    /// <param name="batchNo">The batch.</param>
    /// <param name="progress">Told what is left after each step.</param>
    /// <param name="cancellationToken">Stops between two steps; asked again, it goes on there.</param>
    public async Task<Outcome<FloatRelease>> ReleaseFloatAsync(
        long poolId, string batchNo, IProgress<FloatRelease>? progress = null, CancellationToken cancellationToken = default)
    {
        var step = new ReleaseFloat(poolId, batchNo);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var taken = await writer.RunAsync(poolId, step.Run);
            if (!taken.Done) return taken;
            progress?.Report(taken.Value);
            if (taken.Value.Done) return taken;
        }
    }

    /// <summary>Asks for anything that the bank decides by itself.</summary>
    public Task<Outcome<Receipt>> AskAsync(BankRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return writer.RunAsync(request.Head.PoolId, request.Run, request.WantAll);
    }

    /// <summary>
    /// Puts an accepted withdrawal into transit without calling anybody: for replays and for whoever pays out by other means.
    /// </summary>
    public Task<Outcome<Receipt>> SendAsync(SendWithdrawal step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return writer.RunAsync(step.PoolId, step.Run, step.Want, advances: true);
    }

    /// <summary>
    /// Takes an answer of the payment company. One that contradicts the books, or that the ledger refuses, is recorded; see
    /// <see cref="TakeAnswer"/>.
    /// </summary>
    public async Task<Outcome<Receipt>> TakeAsync(TakeAnswer step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var taken = await writer.RunAsync(step.PoolId, step.Run, step.Want, whenRefused: step.RecordRefused);
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
    /// code. A first code that cannot be sent fails the recharge unless its payment is under way already; another code
    /// that cannot be sent is refused (<see cref="PaymentRefusals.CodeNotSent"/>) and leaves the recharge alone.
    /// </summary>
    public async Task<Outcome<Receipt>> StartRechargeAsync(
        AcceptRecharge request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var accepted = await AskAsync(request);
        if (accepted is not { Done: true, Value.State: OrderState.Accepted }) return accepted;

        var orderNo = accepted.Value.OrderNo;
        var call = await ArmAsync(request.Head.PoolId, orderNo, CallPurpose.Code);
        if (!call.Done) return call.Refusal;
        if (!call.Value.Armed) return call.Value.Receipt;
        var sent = await channel.SendSmsAsync(call.Value.Open(PersonalData), cancellationToken);
        if (sent.Result != ChannelResult.Failed) return accepted;
        if (accepted.Value.Repeated) return PaymentRefusals.CodeNotSent(orderNo);
        return await TakeAsync(new TakeAnswer(request.Head.PoolId, orderNo, sent, OnlyFrom: OrderState.Accepted));
    }

    /// <summary>
    /// Confirms a recharge with the code that the user typed and takes the payment company's answer. The order is
    /// marked as sent before the call goes out, so that its result is asked for if the answer is lost; one that was
    /// sent already, or has expired, is returned as it stands.
    /// </summary>
    public async Task<Outcome<Receipt>> ConfirmRechargeAsync(long poolId, string orderNo, string smsCode)
    {
        var call = await ArmAsync(poolId, orderNo, CallPurpose.Confirm);
        if (!call.Done) return call.Refusal;
        if (!call.Value.Armed) return call.Value.Receipt;
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

    /// <summary>Has an accepted withdrawal paid out, once. One that must wait is put to the payment company's staff (<see cref="HoldPayout"/>).</summary>
    public async Task<Outcome<Receipt>> PayOutAsync(long poolId, string orderNo)
    {
        var sent = await SendAsync(new SendWithdrawal(poolId, orderNo));
        if (sent is { Done: true, Value.State: OrderState.Accepted })
            return await writer.RunAsync(poolId, new HoldPayout(poolId, orderNo).Run, audited: true);
        if (sent is not { Done: true, Value.Repeated: false }) return sent;
        var call = await ArmAsync(poolId, orderNo, CallPurpose.Payout);
        if (!call.Done) return call.Refusal;
        if (!call.Value.Armed) return call.Value.Receipt;
        var answer = await channel.PayOutAsync(call.Value.Open(PersonalData));
        return await TakeAsync(new TakeAnswer(poolId, orderNo, answer));
    }

    /// <summary>Ends a recharge whose code was never typed; see <see cref="ExpireRecharge"/>.</summary>
    public Task<Outcome<Receipt>> ExpireAsync(ExpireRecharge step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return writer.RunAsync(step.PoolId, step.Run, step.Want);
    }

    /// <summary>
    /// Settles what a pool has open: asks the payment company about every order that was sent, and takes the answers. A
    /// payout that the payment company does not know was never made, because a payout is made once per order number: it
    /// is asked for again under the same number, unless the order has ended meanwhile. What was accepted and never sent
    /// is brought to its end as well: a withdrawal is paid out, a recharge whose code was never typed expires.
    /// </summary>
    /// <remarks>
    /// No order that was sent fails because time has passed (R21). A recharge that the payment company does not know,
    /// because the confirmation was lost on its way or is still under way, stays unknown however often it is not found;
    /// only the payment company's word on the order itself ends it: an answer, a callback, or what staff take from it
    /// (<see cref="TakeAsync"/>). Until then the user's card stays bound.
    /// </remarks>
    /// <param name="poolId">The pool.</param>
    /// <param name="unchangedSince">Only orders that have not changed since this instant, so that nobody asks about
    /// what is under way. An accepted recharge has as long for its code to be typed.</param>
    /// <param name="cancellationToken">Stops between two orders.</param>
    /// <returns>What became of each order, in the order of their acceptance.</returns>
    public async Task<IReadOnlyList<Outcome<Receipt>>> QueryUnknownAsync(
        long poolId, DateTime unchangedSince, CancellationToken cancellationToken = default)
    {
        var open = await writer.RunAsync<List<OpenPayment>>(
            poolId, books => OpenPayment.Find(books, poolId, unchangedSince));
        var answers = new List<Outcome<Receipt>>();
        foreach (var (query, wasSent) in open.Value)
        {
            cancellationToken.ThrowIfCancellationRequested();
            answers.Add((wasSent, query.IsPayout) switch
            {
                (true, _) => await FollowUpAsync(query, cancellationToken),
                (false, true) => await PayOutAsync(poolId, query.OrderNo),
                (false, false) => await ExpireAsync(new ExpireRecharge(poolId, query.OrderNo, unchangedSince)),
            });
        }

        return answers;
    }

    /// <summary>True where <see cref="QueryUnknownAsync"/> has something to do in a pool.</summary>
    public async Task<bool> HasOpenAsync(long poolId, DateTime unchangedSince) =>
        (await writer.RunAsync<bool>(poolId, books => OpenPayment.Any(books, poolId, unchangedSince))).Value;

    /// <summary>Asks about an order that was sent, pays out what was lost on its way, and takes the answer.</summary>
    private async Task<Outcome<Receipt>> FollowUpAsync(PaymentQuery query, CancellationToken cancellationToken)
    {
        var answer = await channel.QueryAsync(query, cancellationToken);
        if (answer.Result == ChannelResult.NotFound && query.IsPayout)
        {
            var call = await ArmAsync(query.PoolId, query.OrderNo, CallPurpose.Payout);
            if (!call.Done) return call.Refusal;
            if (!call.Value.Armed) return call.Value.Receipt;
            answer = await channel.PayOutAsync(call.Value.Open(PersonalData));
        }

        return await TakeAsync(new TakeAnswer(query.PoolId, query.OrderNo, answer));
    }

    /// <summary>What a call about an order needs, if the order still allows it.</summary>
    private Task<Outcome<SealedCall>> ArmAsync(long poolId, string orderNo, CallPurpose purpose)
    {
        var step = new ArmCall(poolId, orderNo, purpose);
        return writer.RunAsync(poolId, step.Run, step.Want);
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
}
