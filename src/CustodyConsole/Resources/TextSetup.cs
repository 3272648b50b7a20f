using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.WebEncoders;

namespace CustodyConsole.Resources;

/// <summary>Chinese is the language of the console, English the second; a cookie remembers the choice.</summary>
public static class TextSetup
{
    public static readonly IReadOnlyList<string> Cultures = ["zh-CN", "en"];

    public static IServiceCollection AddConsoleText(this IServiceCollection services)
    {
        services.AddLocalization();
        // Chinese is written as it is, not as character references.
        services.Configure<WebEncoderOptions>(options =>
            options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Cultures[0])
                .AddSupportedCultures([.. Cultures]).AddSupportedUICultures([.. Cultures]);
            // The browser's own language is no choice: a bank's workplace is set up in many ways, the console is
            // Chinese.
            options.RequestCultureProviders = [new CookieRequestCultureProvider()];
        });
    }

    /// <summary>Sets the language and returns to the page that asked.</summary>
    public static void MapLanguageSwitch(this IEndpointRouteBuilder app) =>
        app.MapGet("/preferences/language/{culture}", (string culture, HttpContext context) =>
        {
            if (!Cultures.Contains(culture))
                return Results.NotFound();
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
                new CookieOptions
                {
                    MaxAge = TimeSpan.FromDays(365), IsEssential = true, SameSite = SameSiteMode.Lax, HttpOnly = true,
                });
            return Results.LocalRedirect(ReturnPath(context.Request));
        }).AllowAnonymous();

    private static string ReturnPath(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from)
        && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
        && !from.PathAndQuery.StartsWith("//", StringComparison.Ordinal)
            ? from.PathAndQuery
            : "/";
}
