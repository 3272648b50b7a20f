namespace CustodyConsole.Resources;

/// <summary>
/// The words of the shell and the widgets; <c>L</c> in every component. A feature has words of its own.
/// </summary>
public sealed class Text;

/// <summary>The words of every status, by the convention <c>Enum.Member</c>.</summary>
public sealed class StatusText;
