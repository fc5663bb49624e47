"""The way over from Prisma Client Python."""
