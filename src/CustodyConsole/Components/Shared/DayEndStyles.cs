using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Days;
using CustodyConsole.Features.Settlement;

namespace CustodyConsole.Components.Shared;

/// <summary>How the states of settlements and days look; see <see cref="StatusStyles"/>.</summary>
internal static class DayEndStyles
{
    public static StatusStyle Of(BatchState state) => state switch
    {
        BatchState.Instructed => new(Tone.Warning, "hourglass_top"),
        BatchState.Confirmed => new(Tone.Info, "sync"),
        BatchState.Closed => new(Tone.Success, "check_circle"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static StatusStyle Of(SuspenseState state) => state switch
    {
        SuspenseState.Open => new(Tone.Warning, "pending_actions"),
        SuspenseState.Cleared => new(Tone.Success, "check_circle"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static StatusStyle Of(DayStage stage) => stage switch
    {
        DayStage.Running => new(Tone.Info, "play_circle"),
        DayStage.Cut => new(Tone.Warning, "schedule"),
        DayStage.Stuck => new(Tone.Danger, "error"),
        DayStage.Closed => new(Tone.Success, "lock"),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };
}
