namespace CustodyConsole.Replay;

/// <summary>One listing of a ppdai text as a replay needs it.</summary>
/// <param name="Line">The line of the file, counted from 1.</param>
/// <param name="Key">Names the listing for ever: the line's number and a digest of its text.</param>
/// <param name="AmountFen">The loan, above zero.</param>
/// <param name="RateBps">The rate of a year in 1/100 of a percent.</param>
/// <param name="Months">How many monthly instalments.</param>
/// <param name="RepaymentText">The way of repayment in the file's words; a replay repays all by 等额本息.</param>
/// <param name="Bidders">How many different investors bid: the number after 投标人数, at least 1.</param>
/// <param name="EndsOn">The end date, the day of the release.</param>
/// <param name="Rating">The platform's rating.</param>
/// <param name="Merged">
/// True when the line names more than one amount or number of bidders: two records that ran together, of which the line
/// gives the terms of the first and the bidders and end date of the last.
/// </param>
internal sealed record PpdaiListing(
    long Line, string Key, long AmountFen, int RateBps, int Months, string RepaymentText, int Bidders, DateOnly EndsOn,
    string Rating, bool Merged);
