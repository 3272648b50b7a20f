using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace CustodyConsole.Security;

/// <summary>
/// How often a user name may be tried in a minute, from wherever, and how often an address may try, under whatever names. Beyond that the
/// answer is 429 and nothing is looked at: no password is hashed and nothing is counted against the user. Kept by each node for itself.
/// </summary>
public sealed class SignInLimits : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly string[] Paths = ["/sign-in", "/activate"];
    private readonly PartitionedRateLimiter<string> _names;

    public SignInLimits(CustodySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Addresses = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            HttpMethods.IsPost(context.Request.Method) && Paths.Any(path => context.Request.Path.StartsWithSegments(path))
                ? RateLimitPartition.GetSlidingWindowLimiter(PlaceOf(context.Connection.RemoteIpAddress), _ => Of(settings.SignInsPerAddress))
                : RateLimitPartition.GetNoLimiter("none"));
        _names = PartitionedRateLimiter.Create<string, string>(name =>
            RateLimitPartition.GetSlidingWindowLimiter(name, _ => Of(settings.SignInsPerName)));
    }

    /// <summary>The limit of addresses, for the middleware.</summary>
    public PartitionedRateLimiter<HttpContext> Addresses { get; }

    /// <summary>False where the name was tried too often; the answer then says so by its status as well.</summary>
    public bool Takes(HttpContext context, string? userName)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var lease = _names.AttemptAcquire((userName ?? "").Trim().ToUpperInvariant());
        if (lease.IsAcquired) return true;
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return false;
    }

    public void Dispose()
    {
        Addresses.Dispose();
        _names.Dispose();
    }

    /// <summary>An IPv6 line has a whole network of addresses, so it counts as one.</summary>
    private static string PlaceOf(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address?.MapToIPv4().ToString() ?? "unknown";

    private static SlidingWindowRateLimiterOptions Of(int permits) => new()
    {
        PermitLimit = permits, Window = Window, SegmentsPerWindow = 6, QueueLimit = 0,
    };
}
