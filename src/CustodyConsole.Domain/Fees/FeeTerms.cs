using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Domain.Fees;

/// <summary>What a fee is taken for.</summary>
public enum FeeKind
{
    /// <summary>提现, paid out at once (T+0).</summary>
    Withdrawal = 1,
    /// <summary>充值; borne by the platform and settled by the month.</summary>
    Recharge = 2,
    /// <summary>普通提现, paid out on the next working day (T+1); a platform offers it while a version holds.</summary>
    NextDayWithdrawal = 3,
}

/// <summary>For how long a number of free withdrawals holds.</summary>
public enum FreePeriod
{
    /// <summary>每日.</summary>
    Day = 1,
    /// <summary>每周, from Monday.</summary>
    Week = 2,
    /// <summary>每月.</summary>
    Month = 3,
    /// <summary>开户以来.</summary>
    Ever = 4,
}

/// <summary>How the holiday advance fee grows.</summary>
public enum AdvanceMode
{
    /// <summary>A rate of the amount, however long it is advanced 按比例.</summary>
    Flat = 1,
    /// <summary>A rate of the amount for each day to the settlement 按日计收.</summary>
    PerDay = 2,
}

/// <summary>To which settlement the days of an advance are counted.</summary>
public enum SettlementBasis
{
    /// <summary>The same day's if it is a working day, else the next working day's: no advance on working days T+0.</summary>
    SameDay = 1,
    /// <summary>The next working day's; texts say "remaining holiday days + 1" 剩余节假日天数+1, T+1.</summary>
    NextDay = 2,
}

/// <summary>One step of a tariff: what an amount up to and with its bound costs.</summary>
/// <param name="UpToFen">The highest amount of the step in fen; null for the last one, which has no bound.</param>
/// <param name="FixedFen">The fixed part in fen.</param>
/// <param name="RatePpm">The rate of the whole amount, in millionths: 1 % = 10,000.</param>
public sealed record FeeStep(long? UpToFen, long FixedFen, int RatePpm = 0);

/// <summary>So many withdrawals of a user are free.</summary>
/// <param name="Count">How many.</param>
/// <param name="Period">In what time.</param>
public sealed record FreeAllowance(int Count, FreePeriod Period);

/// <summary>What money costs that was recharged and is withdrawn without having been lent 充值未投资, on top of the rest.</summary>
/// <param name="RatePpm">The rate of that part, in millionths.</param>
/// <param name="Days">Only recharges of so many days count; null for all.</param>
/// <param name="MinFen">The least, where anything is taken, in fen.</param>
public sealed record IdleFee(int RatePpm, int? Days = null, long MinFen = 0);

/// <summary>What a transaction costs, by its amount.</summary>
public sealed record FeeTariff
{
    /// <summary>The steps, lowest first; the last has no bound.</summary>
    public IReadOnlyList<FeeStep> Steps { get; init; } = [new(null, 0)];

    /// <summary>The least that a step costs, in fen.</summary>
    public long MinFen { get; init; }

    /// <summary>The most that a step costs, in fen; null without a cap.</summary>
    public long? MaxFen { get; init; }

    /// <summary>A larger amount is split into parts of so many fen, each charged by itself; null where it is not.</summary>
    public long? SplitFen { get; init; }

    /// <summary>What is free.</summary>
    public FreeAllowance? Free { get; init; }

    /// <summary>What idle money costs in addition.</summary>
    public IdleFee? Idle { get; init; }

    /// <summary>A fixed fee for every transaction.</summary>
    public static FeeTariff Fixed(long fen) => new() { Steps = [new(null, fen)] };

    /// <summary>A rate of the amount.</summary>
    public static FeeTariff Rate(int ppm, long fixedFen = 0) => new() { Steps = [new(null, fixedFen, ppm)] };
}

/// <summary>The fee for money that the payment company advances until it is settled 垫资手续费 (R20).</summary>
/// <param name="Mode">Flat or by the day.</param>
/// <param name="RatePpm">The rate, in millionths.</param>
/// <param name="Basis">To which settlement the days are counted; without days there is no fee.</param>
/// <param name="MinFen">The least, where anything is advanced, in fen.</param>
public sealed record AdvanceFee(AdvanceMode Mode, int RatePpm, SettlementBasis Basis = SettlementBasis.SameDay, long MinFen = 0);

/// <summary>
/// What a fee schedule says (R19, R20). Amounts in fen, rates in millionths because published fee texts name 0.003 %. The payment company
/// receives what is taken.
/// </summary>
public sealed record FeeTerms
{
    /// <summary>Who bears it.</summary>
    public FeePayer Payer { get; init; } = FeePayer.User;

    /// <summary>How it is taken where the user bears it.</summary>
    public FeeDeduction Deduction { get; init; } = FeeDeduction.Outer;

    /// <summary>For persons, and for companies as well unless they have their own.</summary>
    public FeeTariff Person { get; init; } = new();

    /// <summary>For companies; null where nothing else holds for them.</summary>
    public FeeTariff? Company { get; init; }

    /// <summary>The holiday advance fee; null where none is taken.</summary>
    public AdvanceFee? Advance { get; init; }

    /// <summary>How rates are rounded to the fen.</summary>
    public Rounding Rounding { get; init; } = Rounding.HalfUp;

    /// <summary>True where the fee goes back with a payout that comes back (R22), if the payment company returns it.</summary>
    public bool FeeRefundable { get; init; } = true;

    /// <summary>True where the advance fee goes back as well.</summary>
    public bool AdvanceRefundable { get; init; } = true;

    /// <summary>The tariff for a kind of party.</summary>
    public FeeTariff For(PartyKind kind) => kind == PartyKind.Company ? Company ?? Person : Person;
}

/// <summary>Terms as the text that is kept.</summary>
public static class FeeText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The text of terms; equal terms have equal texts.</summary>
    public static string Write(FeeTerms terms) => JsonSerializer.Serialize(terms, Json);

    /// <summary>The terms of a text.</summary>
    public static FeeTerms Read(string text) => JsonSerializer.Deserialize<FeeTerms>(text, Json)!;
}
