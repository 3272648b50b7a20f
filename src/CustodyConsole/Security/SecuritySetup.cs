using CustodyConsole.Domain.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace CustodyConsole.Security;

/// <summary>Wires sign-in, permissions, cookies and keys.</summary>
public static class SecuritySetup
{
    /// <summary>PBKDF2-HMAC-SHA512; OWASP's least for it. Older hashes are renewed at the next sign-in.</summary>
    public const int HashRounds = 210_000;

    /// <summary>An open session without a key or click ends after this; wwwroot/app.js warns before.</summary>
    public static readonly TimeSpan SessionIdleMax = TimeSpan.FromMinutes(15);

    /// <summary>The page of one's own password and second factor.</summary>
    public const string MySignInPath = "/my-sign-in";

    private static readonly string[] OpenBeforeEnrolment = [MySignInPath, "/sign-in", "/sign-out", "/preferences", "/health"];

    public static IServiceCollection AddConsoleSecurity(this IServiceCollection services, CustodySettings settings)
    {
        services.AddIdentityDatabase(settings).AddKeyRing(settings);
        services.AddSingleton<StaffDirectory>();
        services.AddSingleton<SignInLimits>();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "60";
                return ValueTask.CompletedTask;
            };
        });
        services.AddOptions<RateLimiterOptions>().Configure<SignInLimits>((options, limits) => options.GlobalLimiter = limits.Addresses);
        services.AddSingleton<SessionCheck>();
        services.AddScoped<SignInDesk>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<CredentialDesk>();
        services.AddScoped<SessionOrigin>();
        services.AddScoped<CurrentStaff>();
        services.AddScoped<StepUp>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashRounds);
        services.AddSingleton(provider => new NobodysPassword(
            new PasswordHasher<ConsoleUser>(provider.GetRequiredService<IOptions<PasswordHasherOptions>>())
                .HashPassword(new ConsoleUser(), Guid.NewGuid().ToString())));
        services.AddIdentityCore<ConsoleUser>(options =>
            {
                options.Password.RequiredLength = 12;
                options.Lockout.AllowedForNewUsers = true;
                options.Lockout.MaxFailedAccessAttempts = SignInDesk.AttemptsMax;
                options.Lockout.DefaultLockoutTimeSpan = SignInDesk.LockedFor;
            })
            .AddEntityFrameworkStores<IdentityDb>()
            .AddClaimsPrincipalFactory<ConsoleClaims>()
            .AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "custody.session";
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = SessionIdleMax;
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.LogoutPath = "/sign-out";
            options.AccessDeniedPath = "/access-denied";
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnValidatePrincipal = EndWorthlessSessionAsync;
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "custody.form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPermissionPolicies();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, RevalidatingSession>();
        return services;
    }

    /// <summary>
    /// Sends a person who must enrol a second factor to the page where it is done; until then the session has no role.
    /// </summary>
    public static IApplicationBuilder UseSecondFactorFirst(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!HttpMethods.IsGet(context.Request.Method) || !context.User.HasClaim(ConsoleClaims.MustEnrol, "true")
            || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            || OpenBeforeEnrolment.Any(path => context.Request.Path.StartsWithSegments(path)))
            return next();
        context.Response.Redirect(MySignInPath);
        return Task.CompletedTask;
    });

    /// <summary>Every request: a session whose user was disabled, re-roled or given another password is over.</summary>
    private static async Task EndWorthlessSessionAsync(CookieValidatePrincipalContext context)
    {
        var check = context.HttpContext.RequestServices.GetRequiredService<SessionCheck>();
        if (context.Principal is { } principal
            && (await check.LookAsync(principal, context.HttpContext.RequestAborted)).Stands)
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>Answering renews the session's cookie; the page asks while the person works (wwwroot/app.js).</summary>
    public static void MapSession(this IEndpointRouteBuilder app) => app.MapGet("/session", () => Results.NoContent());

    private static IServiceCollection AddIdentityDatabase(this IServiceCollection services, CustodySettings settings)
    {
        if (settings.IsPostgres)
        {
            services.AddDbContext<PostgresIdentityDb>(options => options.UseNpgsql(
                settings.Database,
                npgsql => npgsql.MigrationsHistoryTable("__EFMigrationsHistory", IdentityDb.Schema)));
            return services.AddScoped<IdentityDb>(provider => provider.GetRequiredService<PostgresIdentityDb>());
        }
        var file = Path.Combine(settings.Folder, "identity.db");
        // SQLite rebuilds tables outside a transaction where columns go; that is no news for whoever starts the console.
        services.AddDbContext<SqliteIdentityDb>(options => options.UseSqlite($"Data Source={file}")
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning)));
        return services.AddScoped<IdentityDb>(provider => provider.GetRequiredService<SqliteIdentityDb>());
    }

    /// <summary>
    /// The keys of cookies lie in files beside a SQLite database and in the identity schema of PostgreSQL, encrypted in both.
    /// </summary>
    private static void AddKeyRing(this IServiceCollection services, CustodySettings settings)
    {
        var protection = services.AddDataProtection().SetApplicationName("CustodyConsole");
        services.AddOptions<KeyManagementOptions>().Configure<PersonalData>((options, keys) => options.XmlEncryptor = new KeyRingEncryptor(keys));
        if (!settings.IsPostgres)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.Folder, "keys")));
            return;
        }
        services.AddSingleton<DatabaseKeyRing>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(
                options => options.XmlRepository = provider.GetRequiredService<DatabaseKeyRing>()));
    }
}
