using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CustodyConsole.Security;

/// <summary>Wires sign-in, permissions, cookies and keys.</summary>
public static class SecuritySetup
{
    /// <summary>PBKDF2-HMAC-SHA512; OWASP's least for it. Older hashes are renewed at the next sign-in.</summary>
    public const int HashRounds = 210_000;

    /// <summary>An open session without a key or click ends after this; wwwroot/app.js warns before.</summary>
    public static readonly TimeSpan SessionIdleMax = TimeSpan.FromMinutes(15);

    public static IServiceCollection AddConsoleSecurity(this IServiceCollection services, CustodySettings settings)
    {
        services.AddIdentityDatabase(settings).AddKeyRing(settings);
        services.AddScoped<SignInDesk>();
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
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<IdentityDb>()
            .AddClaimsPrincipalFactory<ConsoleClaims>()
            .AddSignInManager();
        services.Configure<SecurityStampValidatorOptions>(
            options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "custody.session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = SessionIdleMax;
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.LogoutPath = "/sign-out";
            options.AccessDeniedPath = "/access-denied";
            options.ReturnUrlParameter = "returnUrl";
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
        services.AddDbContext<SqliteIdentityDb>(options => options.UseSqlite($"Data Source={file}"));
        return services.AddScoped<IdentityDb>(provider => provider.GetRequiredService<SqliteIdentityDb>());
    }

    private static void AddKeyRing(this IServiceCollection services, CustodySettings settings)
    {
        var protection = services.AddDataProtection().SetApplicationName("CustodyConsole");
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

/// <summary>
/// Adds what the screens show of a signed-in person to the cookie: the display name and the own platform.
/// </summary>
public sealed class ConsoleClaims(
    UserManager<ConsoleUser> users, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<ConsoleUser, IdentityRole>(users, roles, options)
{
    public const string DisplayName = "display_name";
    public const string PlatformNo = "platform_no";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(ConsoleUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        if (user.PlatformNo is not null)
            identity.AddClaim(new Claim(PlatformNo, user.PlatformNo));
        return identity;
    }
}
