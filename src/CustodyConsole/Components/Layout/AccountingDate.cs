using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustodyConsole.Components.Layout;

/// <summary>Reads the bank's accounting date; null while the bank has not opened its first day.</summary>
public delegate Task<DateOnly?> ReadAccountingDate(CancellationToken cancellationToken);

public static class LayoutSetup
{
    /// <summary>
    /// What the frame of the console needs. Register a <see cref="ReadAccountingDate"/> (scoped) before or after this
    /// to show the date of a real bank: the one here is used only while there is no other.
    /// </summary>
    public static IServiceCollection AddConsoleLayout(this IServiceCollection services)
    {
        services.TryAddScoped<ReadAccountingDate>(_ => _ => Task.FromResult<DateOnly?>(null));
        return services;
    }
}
