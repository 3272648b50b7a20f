namespace CustodyConsole.Features.Accounts;

/// <summary>The words of these pages.</summary>
public sealed class AccountsText;
