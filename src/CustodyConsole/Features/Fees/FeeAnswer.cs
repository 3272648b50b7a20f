using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Features.Fees;

/// <summary>What a transaction would cost on a date, and when its money is there.</summary>
/// <param name="PlatformNo">The platform.</param>
/// <param name="FeeFen">The fee, in fen.</param>
/// <param name="Formula">How it was worked out, in the language of the page.</param>
/// <param name="Version">The version of the schedule; null where none holds.</param>
/// <param name="Day">What kind of day it is.</param>
/// <param name="Holiday">The holiday's name.</param>
/// <param name="ArrivesOn">A withdrawal is paid out at once, from the payment company's reserve, or on the next working day; a recharge is settled money from here on.</param>
/// <param name="SettlesOn">The settlement that covers the date.</param>
/// <param name="Provisional">True where a year's holidays are not published yet.</param>
/// <param name="CardFen">What the card gets or pays.</param>
/// <param name="AccountFen">What leaves or reaches the account.</param>
public sealed record FeeAnswer(
    string PlatformNo, long FeeFen, string Formula, int? Version, DayKind Day, string? Holiday, DateOnly ArrivesOn, DateOnly SettlesOn,
    bool Provisional, long? CardFen, long? AccountFen)
{
    public static Outcome<FeeAnswer> Of(
        PoolFees pool, BusinessCalendar calendar, FeeKind kind, PartyKind party, string amount, DateOnly? date)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(calendar);
        var read = Fen.Parse("amount", amount.Trim());
        if (!read.Done) return read.Refusal;
        if (read.Value <= 0) return FenRefusals.NotPositive("amount");
        if (read.Value > PaymentLimits.AmountMaxFen) return PaymentRefusals.AboveLimit(PaymentLimits.AmountMaxFen);
        if (date is not { } day) return FeeRefusals.Malformed("date", "请填写日期。", "Give a date.");
        var schedule = pool.Of(kind).Select(version => version.Schedule).FirstOrDefault(one => one.HoldsOn(day));
        var terms = schedule?.Terms ?? new FeeTerms();
        var isRecharge = kind == FeeKind.Recharge;
        var paidOn = kind == FeeKind.NextDayWithdrawal ? calendar.NextWorkingDay(day) : day;
        var quote = FeeFormula.Quote(terms, new FeeCase(read.Value, party, paidOn, calendar));
        // The days of an advance fee are counted to the settlement of its terms, which the page names beside them.
        var settlesOn = isRecharge ? calendar.FirstWorkingDay(day) : quote.SettlesOn;
        var inner = terms is { Payer: FeePayer.User, Deduction: FeeDeduction.Inner };
        var byUser = terms.Payer == FeePayer.User ? quote.TotalFen : 0;
        if (inner && quote.TotalFen >= read.Value) return PaymentRefusals.FeeExceedsAmount(quote.TotalFen, read.Value);
        return new FeeAnswer(
            pool.Platform.No, quote.TotalFen, FeeShown.Formula(quote.Formula), schedule?.Version, calendar.KindOf(day), calendar.NameOf(day),
            isRecharge ? settlesOn : paidOn, settlesOn,
            calendar.IsProvisional(day) || calendar.IsProvisional(settlesOn),
            !isRecharge && inner ? read.Value - quote.TotalFen : read.Value,
            !isRecharge && !inner ? read.Value + byUser : read.Value);
    }
}
