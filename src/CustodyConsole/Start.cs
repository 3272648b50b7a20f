using System.Net.Sockets;
using CustodyConsole.Security;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustodyConsole;

/// <summary>What belongs to no feature: health answers and the lines printed when the console is ready.</summary>
public static class Start
{
    /// <summary>
    /// Live: the process answers. Ready: every registered check, at least the identity database, is well.
    /// </summary>
    public static void MapConsoleHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
    }

    /// <summary>What the server takes at most; the defaults have no cap on connections.</summary>
    public static void Limit(KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 5_000;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 2_000;
    }

    /// <summary>
    /// What is kept of pages that lost their connection: for three minutes, in this process only, never anything on disk;
    /// errors reach the browser without details.
    /// </summary>
    public static void LimitCircuits(CircuitOptions circuits)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        circuits.DetailedErrors = false;
        circuits.DisconnectedCircuitMaxRetained = 100;
        circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        circuits.PersistedCircuitInMemoryMaxRetained = 0;
    }

    /// <summary>
    /// Gives an answer without a body a page of its own. A refused form is sent on to that page, because a page cannot
    /// be made from a request whose form was refused; programs, which ask for no HTML, get the bare status.
    /// </summary>
    public static void UseStatusPages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use(async (context, next) =>
        {
            var asksForPage = context.Request.Headers.Accept.ToString()
                .Contains("text/html", StringComparison.OrdinalIgnoreCase);
            if (!asksForPage)
                context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            await next();
            // The page that says so is one to look at, whatever was sent.
            if (context.Response is { StatusCode: StatusCodes.Status429TooManyRequests, HasStarted: false }) context.Request.Method = HttpMethods.Get;
            if (asksForPage && HttpMethods.IsPost(context.Request.Method)
                && context.Response is { StatusCode: 400, HasStarted: false })
                context.Response.Redirect("/status/400");
        });
    }

    public static IServiceCollection AddConsoleHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<IdentityDbHealth>("identity");
        return services;
    }

    /// <summary>Prints the address and, on a demo bank, the sign-ins, once the server listens.</summary>
    public static void AnnounceWhenReady(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var settings = app.Services.GetRequiredService<CustodySettings>();
        var addresses = app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (addresses.Count == 0)
            return;
        var output = Console.Out;
        output.WriteLine();
        output.WriteLine($"  {settings.BankName} · 网络借贷资金存管系统   {settings.BankNameEnglish} custody console");
        output.WriteLine($"  {(settings.IsPostgres ? "PostgreSQL" : settings.Database)}");
        foreach (var address in addresses)
            output.WriteLine($"  {address}");
        output.WriteLine("  按 Ctrl+C 停止 Ctrl+C stops it");
        var directory = app.Services.GetRequiredService<StaffDirectory>();
        if (directory.IsDemoOpenAsync().GetAwaiter().GetResult())
        {
            output.WriteLine();
            output.WriteLine("  演示用户 Demo sign-ins");
            foreach (var demo in DemoUsers.All)
                output.WriteLine($"    {demo.UserName,-12}{demo.Password,-16}{demo.Role}");
        }
        else if (directory.IsEmptyAsync().GetAwaiter().GetResult())
        {
            output.WriteLine();
            output.WriteLine("  尚无用户：请停止本程序，执行 staff bootstrap 登记首批两名系统管理员。");
            output.WriteLine("  No users yet: stop this and make the first two administrators with: staff bootstrap --help");
        }
        output.WriteLine();
    });

    /// <summary>
    /// Until the server listens, what fails is thrown to <see cref="RunUntilStoppedAsync"/>. The framework would write it down before, with
    /// all its calls, so that the sentence for whoever starts the console came last.
    /// </summary>
    public static IServiceCollection AddStartFailuresOnce(this IServiceCollection services)
    {
        services.AddOptions<LoggerFilterOptions>().Configure<IServiceProvider>((filters, provider) => filters.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host",
            level => level >= LogLevel.Warning
                && provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested));
        return services;
    }

    /// <summary>
    /// Runs the host. What the person who starts it can mend, an address that cannot be listened on, becomes a sentence and an exit code.
    /// </summary>
    public static async Task RunUntilStoppedAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        try
        {
            await app.RunAsync();
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            await RefuseAsync($"端口已被占用，请用 --urls 指定其他地址 The port is taken; name another address with --urls. {failure.Message}");
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            await RefuseAsync($"地址不可监听，请用 --urls 指定其他地址 The address cannot be listened on; name another with --urls. {failure.Message}");
        }

        static Task RefuseAsync(string sentence)
        {
            Environment.ExitCode = Data.DataSetup.RefusedExitCode;
            return Console.Error.WriteLineAsync(sentence);
        }
    }

    private sealed class IdentityDbHealth(IdentityDb db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await db.Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The identity database cannot be reached.");
    }
}
