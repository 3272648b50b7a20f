using CustodyConsole.Domain;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Data;

/// <summary>The custody database on SQLite; the class exists so that its migrations are its own.</summary>
public sealed class SqliteCustodyDb(DbContextOptions<SqliteCustodyDb> options) : CustodyDb(options);

/// <summary>The custody database on PostgreSQL; the class exists so that its migrations are its own.</summary>
public sealed class PostgresCustodyDb(DbContextOptions<PostgresCustodyDb> options) : CustodyDb(options);
