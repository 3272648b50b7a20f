using CustodyConsole;
using CustodyConsole.CommandLine;
using CustodyConsole.Components;
using CustodyConsole.Components.Layout;
using CustodyConsole.Data;
using CustodyConsole.Demo;
using CustodyConsole.Features;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using CustodyConsole.Features.Reports;
using CustodyConsole.Jobs;
using CustodyConsole.Resources;
using CustodyConsole.Security;
using Radzen;

if (await CommandLineRoot.TryRunAsync(args) is { } exitCode) { Environment.ExitCode = exitCode; return; }

var builder = WebApplication.CreateBuilder(args);
var settings = CustodySettings.From(builder.Configuration, builder.Environment.ContentRootPath);
await using var custody = await DataSetup.OpenCustodyAsync(settings, TimeProvider.System);
if (custody is null) { Environment.ExitCode = DataSetup.RefusedExitCode; return; }

// Styles and scripts are served from the build's output as well, not only when published.
builder.WebHost.UseStaticWebAssets();
builder.WebHost.ConfigureKestrel(Start.Limit);
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddCustodyData(custody, builder.Configuration);
builder.Services.AddCustodyJobs(settings);
builder.Services.AddConsolePages();
builder.Services.AddReportPages();
builder.Services.AddHttpClient(AdvanceWebhook.Client, client => client.Timeout = TimeSpan.FromSeconds(10));
builder.Services.AddConsoleText();
builder.Services.AddConsoleSecurity(settings);
builder.Services.AddConsoleHealth();
builder.Services.AddConsoleMetrics(builder.Configuration);
builder.Services.AddStartFailuresOnce();
builder.Services.AddConsoleLayout();
builder.Services.AddRadzenComponents();
builder.Services.AddRazorComponents().AddInteractiveServerComponents(Start.LimitCircuits);

var app = builder.Build();
await app.PrepareIdentityAsync();
if (custody.IsNewDemo) await DemoReports.AskAsync(app.Services);

app.UseHsts();
app.UseSecurityHeaders();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusPages();
app.UseRateLimiter();
app.UseRequestLocalization();
app.UseAuthentication();
app.UseSecondFactorFirst();
app.UseAuthorization();
app.UseSessionOrigin();
app.UseAntiforgery();

app.MapStaticAssets().AllowAnonymous();
app.MapLanguageSwitch();
app.MapSession();
app.MapDocuments();
app.MapImportTemplate();
app.MapReportFiles();
app.MapConsoleHealth();
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);

app.AnnounceWhenReady();
await app.RunUntilStoppedAsync();
