namespace CustodyConsole.Channel;

/// <summary>
/// How the embedded payment company behaves: the settings under <c>Custody:Sandbox</c>, which
/// <c>docs/reference/configuration.md</c> describes. The values here are a payment company that does everything at once
/// and without a fault.
/// </summary>
public sealed record SandboxOptions
{
    public int Seed { get; init; } = 20170804;

    public int LatencyMs { get; init; }

    public int CheckFailurePerMille { get; init; }

    public string SmsCode { get; init; } = "888888";

    public int FailurePerMille { get; init; }

    public int UnknownPerMille { get; init; }

    public int LatePerMille { get; init; }

    public int LateSeconds { get; init; }

    public int RepeatPerMille { get; init; }

    public int ReturnPerMille { get; init; }

    public int ReturnSeconds { get; init; }

    public bool FeeReturned { get; init; }

    public int SettlementLatePerMille { get; init; }

    public int SettlementDifferencePerMille { get; init; }
}
