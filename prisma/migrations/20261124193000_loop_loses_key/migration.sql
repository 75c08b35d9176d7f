-- AlterEnum
ALTER TYPE "PolicyLoopCause" ADD VALUE 'LOSES_KEY';
