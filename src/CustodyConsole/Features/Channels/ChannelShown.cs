using System.Globalization;
using CustodyConsole.Domain.Channels;

namespace CustodyConsole.Features.Channels;

/// <summary>Limits and hours in the language of the page.</summary>
public static class ChannelShown
{
    private static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>What a version says, matter by matter.</summary>
    public static IEnumerable<(string Label, string Value)> Lines(ChannelLimits limits) => ChannelWords.Of(limits)
        .Select(line => IsChinese ? (line.Chinese, line.Value) : (line.English, line.ValueEnglish));
}
