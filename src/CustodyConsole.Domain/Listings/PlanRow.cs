using CustodyConsole.Domain.Lending;

namespace CustodyConsole.Domain.Listings;

/// <summary>One row of a repayment plan that the platform gives instead of having it computed.</summary>
/// <param name="DueOn">The day on which it is due.</param>
/// <param name="PrincipalFen">Principal due, in fen.</param>
/// <param name="InterestFen">Interest due, in fen.</param>
public readonly record struct PlanRow(DateOnly DueOn, long PrincipalFen, long InterestFen);

/// <summary>What every given plan has to satisfy before it is put into force (R38).</summary>
internal static class GivenPlan
{
    /// <summary>
    /// Null when the plan is in order. Refusals in order: <see cref="ScheduleRefusals.MonthsOutOfRange"/> for its
    /// length, then row by row <see cref="ListingRefusals.PlanRowNegative"/>, <see cref="FenRefusals.TooLarge"/> and
    /// <see cref="ListingRefusals.PlanDatesDescend"/>, at last <see cref="ListingRefusals.PlanNotTheAmount"/>. Two rows
    /// may be due on the same day.
    /// </summary>
    public static Refusal? Refuse(IReadOnlyList<PlanRow> rows, long amountFen)
    {
        if (rows.Count is < 1 or > RepaymentSchedule.MonthsMost)
            return ScheduleRefusals.MonthsOutOfRange(RepaymentSchedule.MonthsMost);
        long principalFen = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.PrincipalFen < 0 || row.InterestFen < 0) return ListingRefusals.PlanRowNegative(i + 1);
            if (Math.Max(row.PrincipalFen, row.InterestFen) > RepaymentSchedule.PrincipalMostFen)
                return FenRefusals.TooLarge($"plan row {i + 1}");
            if (i > 0 && row.DueOn < rows[i - 1].DueOn) return ListingRefusals.PlanDatesDescend(i + 1);
            principalFen += row.PrincipalFen;
        }

        return principalFen == amountFen ? null : ListingRefusals.PlanNotTheAmount(principalFen, amountFen);
    }

    /// <summary>The plan as text, so that it is part of a request's content.</summary>
    public static string? Text(IReadOnlyList<PlanRow>? rows) => rows is null
        ? null
        : string.Join(';', rows.Select(static row =>
            FormattableString.Invariant($"{row.DueOn:O},{row.PrincipalFen},{row.InterestFen}")));
}
