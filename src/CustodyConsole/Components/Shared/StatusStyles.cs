namespace CustodyConsole.Components.Shared;

/// <summary>The colours with a meaning. Colour is never alone: an icon and a word say the same.</summary>
public enum Tone { Neutral, Info, Success, Warning, Danger, Muted }

/// <summary>How a status looks.</summary>
public sealed record StatusStyle(Tone Tone, string Icon);

/// <summary>
/// Status to colour and icon, one exhaustive switch for each enum. A new enum is one line in <see cref="Of(Enum)"/>
/// and one switch below; its words are in <c>Resources/StatusText.resx</c> as <c>Enum.Member</c>, and a test asks for
/// every member of every enum named here.
/// </summary>
public static class StatusStyles
{
    /// <summary>The enums that can be shown as a badge.</summary>
    public static readonly IReadOnlyList<Type> Known = [typeof(Tone)];

    public static StatusStyle Of(Enum status) => status switch
    {
        Tone tone => Of(tone),
        _ => throw new ArgumentException($"{status.GetType().Name} has no status style.", nameof(status)),
    };

    private static StatusStyle Of(Tone tone) => tone switch
    {
        Tone.Neutral => new(tone, "radio_button_unchecked"),
        Tone.Info => new(tone, "info"),
        Tone.Success => new(tone, "check_circle"),
        Tone.Warning => new(tone, "schedule"),
        Tone.Danger => new(tone, "error"),
        Tone.Muted => new(tone, "do_not_disturb_on"),
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, null),
    };
}
